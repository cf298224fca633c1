#include "highlighting/pattern_parser.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "highlighting/byte_sets.hpp"

namespace byline::highlighting {
namespace {

constexpr int most_depth = 32;
constexpr std::size_t most_bytes = 4096;
constexpr int most_repetitions = 255;

}  // namespace

std::optional<PatternFault> PatternParser::parse(std::string_view text) {
    text_ = {text, 0};
    try {
        if (text.empty()) fail("an empty pattern", "say what the rule matches");
        if (text.size() > most_bytes) fail("a pattern is longer than 4,096 bytes", "make several rules of it");
        parse_top();
    } catch (const Fault& thrown) {
        return thrown.fault;
    }
    return std::nullopt;
}

void PatternParser::parse_top() {
    pattern_.is_at_line_start = take("^");
    std::vector<NodeIndex> pending;
    bool is_choice = false;
    std::vector<NodeIndex> choices;
    const auto flush = [&] {
        if (pending.empty()) return;
        pattern_.parts.push_back({sequence(std::exchange(pending, {})), Capture::No});
    };
    while (!at_end() && !pattern_.ahead) {
        if (stands("|")) {
            if (!pattern_.parts.empty()) fail("a choice beside a group that captures", "put the choice into (?:…)");
            is_choice = true;
            ++text_.at;
            choices.push_back(sequence(std::exchange(pending, {})));
        } else if (stands("(") && !stands("(?")) {
            if (is_choice) fail("a group that captures beside a choice", "put the choice into (?:…)");
            flush();
            pattern_.parts.push_back({repeat(parse_group(0)), Capture::Yes});
        } else {
            parse_ahead_or(pending);
        }
    }
    if (!at_end()) fail("something stands behind what has to follow", "put (?=…), \\b or $ at the very end");
    if (is_choice) {
        if (pattern_.ahead) fail("what has to follow stands in a choice", "put the choice before it into (?:…)");
        choices.push_back(sequence(std::move(pending)));
        pattern_.parts.push_back({choice(std::move(choices)), Capture::No});
    } else {
        flush();
    }
}

// What has to follow: (?=…), (?!x), \b or $; else one more atom.
void PatternParser::parse_ahead_or(std::vector<NodeIndex>& pending) {
    if (take("$")) {
        pattern_.ahead = end_of_line();
    } else if (take("\\b")) {
        pattern_.ahead =
            choice({bytes(~(word_bytes() | beyond_ascii())), add({PatternNode::Kind::EndOfText, {}, {}, 0, 0})});
    } else if (take("(?=")) {
        pattern_.ahead = parse_choice(1);
        if (!take(")")) fail("(?=… does not end", "close it with )");
    } else if (take("(?!")) {
        const NodeIndex not_this = parse_choice(1);
        if (!take(")")) fail("(?!… does not end", "close it with )");
        NodeIndex inner = not_this;
        while (pattern_.nodes[inner].children.size() == 1) inner = pattern_.nodes[inner].children.front();
        if (pattern_.nodes[inner].kind != PatternNode::Kind::Bytes) {
            fail("(?!… is known of one ASCII character only",
                 "write (?![abc]), or a rule above this one for what must not follow");
        }
        const ByteSet others = ~pattern_.nodes[inner].bytes;
        pattern_.ahead = choice({bytes(others), add({PatternNode::Kind::EndOfText, {}, {}, 0, 0})});
    } else {
        pending.push_back(parse_repeated(0));
    }
}

NodeIndex PatternParser::parse_choice(int depth) {
    std::vector<NodeIndex> choices = {parse_sequence(depth)};
    while (take("|")) choices.push_back(parse_sequence(depth));
    return choice(std::move(choices));
}

NodeIndex PatternParser::parse_sequence(int depth) {
    std::vector<NodeIndex> items;
    while (!at_end() && !stands("|") && !stands(")")) items.push_back(parse_repeated(depth));
    return sequence(std::move(items));
}

NodeIndex PatternParser::parse_repeated(int depth) {
    return repeat(parse_atom(depth));
}

NodeIndex PatternParser::repeat(NodeIndex atom) {
    while (!at_end()) {
        std::uint16_t least = 0;
        std::uint16_t most = PatternNode::unbounded;
        if (take("*")) {
        } else if (take("+")) {
            least = 1;
        } else if (take("?")) {
            most = 1;
        } else if (stands("{") && text_.at + 1 < text_.bytes.size() &&
                   digits()[static_cast<unsigned char>(text_.bytes[text_.at + 1])]) {
            std::tie(least, most) = parse_counts();
        } else {
            return atom;
        }
        if (stands("?") || stands("+"))
            fail("lazy and possessive repetitions are not known", "say what may not stand in between: [^\"]*");
        if (const auto wide = wide_.find(atom); wide != wide_.end() && most == PatternNode::unbounded) {
            atom = bytes(wide->second);
        }
        atom = add({PatternNode::Kind::Repeat, {}, {atom}, least, most});
    }
    return atom;
}

std::pair<std::uint16_t, std::uint16_t> PatternParser::parse_counts() {
    const std::size_t begin = text_.at++;
    const auto number = [&]() -> std::optional<std::uint16_t> {
        int value = -1;
        while (!at_end() && digits()[static_cast<unsigned char>(text_.bytes[text_.at])]) {
            value = std::min(std::max(value, 0) * 10 + (text_.bytes[text_.at++] - '0'), 10000);
        }
        if (value > most_repetitions) fail("more than 255 repetitions", "use * or +", begin);
        if (value < 0) return std::nullopt;
        return static_cast<std::uint16_t>(value);
    };
    const std::uint16_t least = number().value_or(0);
    std::uint16_t most = least;
    if (take(",")) most = number().value_or(PatternNode::unbounded);
    if (!take("}") || most < least)
        fail("a count that is not {2} or {2,4} or {2,}", "write one of these, or \\{ for a brace", begin);
    return {least, most};
}

NodeIndex PatternParser::parse_atom(int depth) {
    if (at_end()) fail("the pattern ends too early", "say what comes here");
    const auto c = static_cast<unsigned char>(text_.bytes[text_.at]);
    switch (c) {
        case '(': return parse_group(depth);
        case '[': return parse_brackets();
        case '{': return parse_named(depth);
        case '\\': return parse_escape();
        case '.': ++text_.at; return other_than(set_of("\n"));
        case '*':
        case '+':
        case '?': fail(fmt::format("nothing before {} to repeat", text_.bytes[text_.at]), "put a \\ before it");
        case '^':
        case '$':
            fail(fmt::format("{} inside of a pattern", text_.bytes[text_.at]),
                 "^ stands at the very beginning and $ at the very end; put a \\ before it for the character");
        case ')': fail(") without (", "put a \\ before it");
        default: break;
    }
    if (c >= 0x80) return code_point();
    ++text_.at;
    return byte(c);
}

NodeIndex PatternParser::parse_group(int depth) {
    const std::size_t begin = text_.at;
    if (depth >= most_depth) fail("groups are nested more than 32 deep", "make several rules of it");
    if (take("(?:")) {
    } else if (stands("(?")) {
        fail("only (?:…) is known here", "(?=…) and (?!x) stand at the very end of a pattern");
    } else {
        if (depth > 0) fail("a group that captures inside of another group", "write (?:…)");
        ++text_.at;
    }
    const NodeIndex inner = parse_choice(depth + 1);
    if (!take(")")) fail("a group does not end", "close it with )", begin);
    return inner;
}

NodeIndex PatternParser::parse_named(int depth) {
    const std::size_t begin = text_.at;
    const std::size_t end = text_.bytes.find('}', begin);
    if (end == std::string_view::npos) fail("{ without }", "put a \\ before it for the character");
    const std::string_view name = text_.bytes.substr(begin + 1, end - begin - 1);
    const auto found = named_.find(name);
    if (found == named_.end()) {
        fail(fmt::format("no pattern '{}'", name), "define it in [patterns], or put a \\ before { for the character");
    }
    if (++inside_named_ > 8) fail(fmt::format("the pattern '{}' contains itself", name), "take it out of itself");
    text_.at = end + 1;
    const Text outer = std::exchange(text_, Text{found->second, 0});
    NodeIndex inner = 0;
    try {
        inner = parse_choice(depth + 1);
        if (!at_end()) fail(") without (", "put a \\ before it");
    } catch (Fault& thrown) {
        text_ = outer;
        thrown.fault.message = fmt::format("{}, in the pattern '{}'", thrown.fault.message, name);
        thrown.fault.offset = begin;
        throw;
    }
    text_ = outer;
    --inside_named_;
    return inner;
}

NodeIndex PatternParser::parse_escape() {
    ++text_.at;
    if (at_end()) fail("\\ at the end", "write \\\\ for the character");
    const char c = text_.bytes[text_.at];
    switch (c) {
        case 'd': ++text_.at; return bytes(digits());
        case 'h': ++text_.at; return bytes(blanks());
        case 's': ++text_.at; return bytes(white_space());
        case 'w': ++text_.at; return choice({bytes(word_bytes()), letters()});
        case 'i': ++text_.at; return choice({bytes(word_bytes() & ~digits()), letters()});
        case 'D': ++text_.at; return other_than(digits());
        case 'S': ++text_.at; return other_than(white_space());
        case 'n': ++text_.at; return byte('\n');
        case 't': ++text_.at; return byte('\t');
        case 'r': ++text_.at; return byte('\r');
        case 'f': ++text_.at; return byte('\f');
        case 'x': return byte(parse_hex());
        default: break;
    }
    if (word_bytes()[static_cast<unsigned char>(c)]) {
        fail(fmt::format("unknown escape \\{}", c),
             "known are \\d \\h \\s \\w \\i \\D \\S \\n \\t \\r \\f \\xHH, and \\b at the end");
    }
    if (static_cast<unsigned char>(c) >= 0x80) return code_point();
    ++text_.at;
    return byte(static_cast<unsigned char>(c));
}

unsigned char PatternParser::parse_hex() {
    const auto value_of = [](char c) {
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        if (c >= 'A' && c <= 'F') return c - 'A' + 10;
        return -1;
    };
    const std::string_view hex = text_.bytes.substr(text_.at + 1, 2);
    const int high = hex.empty() ? -1 : value_of(hex[0]);
    const int low = hex.size() < 2 ? -1 : value_of(hex[1]);
    if (high < 0 || low < 0) fail("\\x is not followed by two hexadecimal digits", "write \\x1b");
    if (high > 7) fail("\\x beyond 7f", "write the character itself");
    text_.at += 3;
    return static_cast<unsigned char>(high * 16 + low);
}

NodeIndex PatternParser::parse_brackets() {
    const std::size_t begin = text_.at++;
    const bool is_negated = take("^");
    Members members;
    bool is_first = true;
    while (!at_end() && (is_first || !stands("]"))) {
        is_first = false;
        const auto c = static_cast<unsigned char>(text_.bytes[text_.at]);
        if (c == '\\') {
            add_escape(members);
            continue;
        }
        if (c >= 0x80) {
            members.others.push_back(code_point());
            continue;
        }
        ++text_.at;
        unsigned char last = c;
        if (stands("-") && !stands("-]")) {
            ++text_.at;
            last = parse_range_end();
            if (last < c) fail("a range that ends before it begins", "exchange its ends", begin);
        }
        members.bytes |= range_of(c, last);
    }
    if (!take("]")) fail("[ without ]", "close it, or put a \\ before it for the character", begin);
    members.bytes = folded(members.bytes);
    if (is_negated) {
        if (members.has_letters || !members.others.empty()) {
            fail("[^…] with characters beyond ASCII, or \\w or \\i",
                 "name the ASCII characters only; \\w\\i beyond them cannot be taken out", begin);
        }
        return other_than(members.bytes);
    }
    if (members.has_letters) members.others.push_back(letters());
    if (members.others.empty()) return bytes(members.bytes);
    members.others.push_back(bytes(members.bytes));
    return choice(std::move(members.others));
}

void PatternParser::add_escape(Members& members) {
    ++text_.at;
    if (at_end()) fail("\\ at the end", "write \\\\ for the character");
    const char c = text_.bytes[text_.at];
    switch (c) {
        case 'd': members.bytes |= digits(); break;
        case 'h': members.bytes |= blanks(); break;
        case 's': members.bytes |= white_space(); break;
        case 'w':
            members.bytes |= word_bytes();
            members.has_letters = true;
            break;
        case 'i':
            members.bytes |= word_bytes() & ~digits();
            members.has_letters = true;
            break;
        case 'n': members.bytes.set('\n'); break;
        case 't': members.bytes.set('\t'); break;
        case 'r': members.bytes.set('\r'); break;
        case 'f': members.bytes.set('\f'); break;
        case 'x': members.bytes.set(parse_hex()); return;
        default:
            if (word_bytes()[static_cast<unsigned char>(c)] || static_cast<unsigned char>(c) >= 0x80) {
                fail(fmt::format("unknown escape \\{} in brackets", c),
                     "known are \\d \\h \\s \\w \\i \\n \\t \\r \\f \\xHH");
            }
            members.bytes.set(static_cast<unsigned char>(c));
    }
    ++text_.at;
}

unsigned char PatternParser::parse_range_end() {
    if (take("\\")) {
        if (stands("x")) return parse_hex();
    }
    if (at_end()) fail("[ without ]", "close it, or put a \\ before it for the character");
    const auto c = static_cast<unsigned char>(text_.bytes[text_.at]);
    if (c >= 0x80) fail("a range of characters beyond ASCII", "use \\w or \\i for letters");
    ++text_.at;
    return c;
}

bool PatternParser::take(std::string_view what) {
    if (!stands(what)) return false;
    text_.at += what.size();
    return true;
}

void PatternParser::fail(std::string message, std::string remedy, std::optional<std::size_t> at) const {
    throw Fault{{std::move(message), std::move(remedy), std::min(at.value_or(text_.at), text_.bytes.size())}};
}

}  // namespace byline::highlighting
