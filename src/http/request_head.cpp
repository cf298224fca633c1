#include "http/request_head.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace byline::http {

namespace {

constexpr HeadVerdict good_head{};

constexpr HeadVerdict bad(std::string_view reason) {
    return {400, reason};
}

// RFC 9110, section 5.6.2.
constexpr std::array<bool, 256> token_table() {
    std::array<bool, 256> table{};
    for (int c = '0'; c <= '9'; ++c) table[static_cast<std::size_t>(c)] = true;
    for (int c = 'a'; c <= 'z'; ++c) table[static_cast<std::size_t>(c)] = true;
    for (int c = 'A'; c <= 'Z'; ++c) table[static_cast<std::size_t>(c)] = true;
    for (const char c : std::string_view("!#$%&'*+-.^_`|~")) table[static_cast<unsigned char>(c)] = true;
    return table;
}

// What may stand in a line: anything but controls; a tab is checked where it stands.
constexpr std::array<bool, 256> text_table() {
    std::array<bool, 256> table{};
    for (std::size_t c = 0x20; c < 256; ++c) table[c] = c != 0x7F;
    table['\t'] = true;
    return table;
}

constexpr std::array<bool, 256> token_bytes = token_table();
constexpr std::array<bool, 256> text_bytes = text_table();

bool all_of_table(std::string_view text, const std::array<bool, 256>& table) {
    return std::all_of(text.begin(), text.end(), [&](char c) { return table[static_cast<unsigned char>(c)]; });
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

Method method_named(std::string_view name) {
    switch (name.size()) {
        case 3: return name == "GET" ? Method::Get : name == "PUT" ? Method::Put : Method::Other;
        case 4: return name == "HEAD" ? Method::Head : name == "POST" ? Method::Post : Method::Other;
        case 5: return name == "PATCH" ? Method::Patch : Method::Other;
        case 6: return name == "DELETE" ? Method::Delete : Method::Other;
        case 7: return name == "OPTIONS" ? Method::Options : Method::Other;
        default: return Method::Other;
    }
}

// "example.org", "example.org:8080", "[::1]:80". Commas, spaces, '@' and slashes make it another thing elsewhere.
bool is_host(std::string_view text) {
    if (text.empty() || text.size() > 255) return false;
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.' ||
               c == '_' || c == ':' || c == '[' || c == ']';
    });
}

std::optional<std::uint64_t> length_of(std::string_view digits) {
    if (digits.empty() || digits.size() > 18) return std::nullopt;
    std::uint64_t length = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        length = length * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return length;
}

// Calls `take` with each element of a comma separated list.
template <typename Take>
void for_each_element(std::string_view list, Take take) {
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        take(trimmed(list.substr(0, comma)));
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
}

// Reads the lines of one head; what was said once is remembered here, so that nothing is said twice.
class HeadLines {
  public:
    explicit HeadLines(RequestHead& head) : head_(head) {}

    HeadVerdict read_request_line(std::string_view line);
    HeadVerdict read_field(std::string_view line);
    HeadVerdict finish() const;

  private:
    HeadVerdict note(std::string_view name, std::string_view value);
    HeadVerdict note_framing(std::string_view name, std::string_view value);
    void note_connection(std::string_view value);
    void keep_first(KnownHeader header, std::string_view name, std::string_view wanted, std::string_view value);
    void keep_last(KnownHeader header, std::string_view name, std::string_view wanted, std::string_view value);

    RequestHead& head_;
    bool has_host_ = false;
    bool has_length_ = false;
    bool has_encoding_ = false;
};

HeadVerdict HeadLines::read_request_line(std::string_view line) {
    const std::size_t first = line.find(' ');
    if (first == std::string_view::npos || first == 0 || first > method_bytes_max) return bad("no request line");
    const std::size_t second = line.find(' ', first + 1);
    if (second == std::string_view::npos) return bad("no version in the request line");
    head_.method_name = line.substr(0, first);
    head_.target = line.substr(first + 1, second - first - 1);
    const std::string_view version = line.substr(second + 1);
    if (!all_of_table(head_.method_name, token_bytes)) return bad("the method is not a token");
    if (head_.target.empty()) return bad("no target in the request line");
    for (const char c : head_.target) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte <= 0x20 || byte == 0x7F) return bad("the target has a control character or white space");
    }
    if (version == "HTTP/1.1") {
        head_.version = Version::Http11;
    } else if (version == "HTTP/1.0") {
        head_.version = Version::Http10;
    } else {
        const bool is_version = version.size() == 8 && version.starts_with("HTTP/") && version[5] >= '0' &&
                                version[5] <= '9' && version[6] == '.' && version[7] >= '0' && version[7] <= '9';
        if (is_version && version[5] != '1') return {505, "only HTTP/1.1 is spoken here"};
        return bad("the version in the request line is not one of HTTP");
    }
    head_.method = method_named(head_.method_name);
    if (head_.target.size() > target_bytes_max) return {414, "the address is too long"};
    return good_head;
}

HeadVerdict HeadLines::read_field(std::string_view line) {
    if (line.front() == ' ' || line.front() == '\t') return bad("a header line goes on in the next line");
    std::size_t colon = 0;
    while (colon < line.size() && token_bytes[static_cast<unsigned char>(line[colon])]) ++colon;
    if (colon == 0 || colon == line.size() || line[colon] != ':') return bad("a header's name is not a token");
    if (head_.header_count == head_headers_max) return {431, "too many header lines"};
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = trimmed(line.substr(colon + 1));
    if (!all_of_table(value, text_bytes)) return bad("a header has a control character");
    head_.headers[head_.header_count++] = {name, value};
    return note(name, value);
}

void HeadLines::keep_first(KnownHeader header, std::string_view name, std::string_view wanted, std::string_view value) {
    std::string_view& kept = head_.known[static_cast<std::size_t>(header)];
    if (kept.data() == nullptr && same_header_name(name, wanted)) kept = value;
}

void HeadLines::keep_last(KnownHeader header, std::string_view name, std::string_view wanted, std::string_view value) {
    if (same_header_name(name, wanted)) head_.known[static_cast<std::size_t>(header)] = value;
}

HeadVerdict HeadLines::note(std::string_view name, std::string_view value) {
    switch (name.size()) {
        case 4:
            if (!same_header_name(name, "host")) break;
            if (has_host_) return bad("more than one Host");
            if (!is_host(value)) return bad("the Host is not a name");
            has_host_ = true;
            head_.host = value;
            break;
        case 5: keep_first(KnownHeader::Range, name, "range", value); break;
        case 6:
            if (!same_header_name(name, "expect")) break;
            if (!same_header_name(value, "100-continue")) return {417, "only 100-continue can be expected"};
            head_.expects_continue = true;
            break;
        case 7: keep_first(KnownHeader::Referer, name, "referer", value); break;
        case 8: keep_first(KnownHeader::IfRange, name, "if-range", value); break;
        case 10:
            if (same_header_name(name, "connection")) note_connection(value);
            keep_first(KnownHeader::UserAgent, name, "user-agent", value);
            break;
        case 13: keep_first(KnownHeader::IfNoneMatch, name, "if-none-match", value); break;
        case 14:
        case 17:
            keep_first(KnownHeader::IfModifiedSince, name, "if-modified-since", value);
            keep_last(KnownHeader::ForwardedProto, name, "x-forwarded-proto", value);
            return note_framing(name, value);
        case 15:
            keep_first(KnownHeader::AcceptEncoding, name, "accept-encoding", value);
            keep_last(KnownHeader::ForwardedFor, name, "x-forwarded-for", value);
            break;
        default: break;
    }
    return good_head;
}

HeadVerdict HeadLines::note_framing(std::string_view name, std::string_view value) {
    if (same_header_name(name, "content-length")) {
        const auto length = length_of(value);
        if (has_length_) return bad("more than one Content-Length");
        if (!length) return bad("the Content-Length is not a number");
        has_length_ = true;
        head_.framing = Framing::Length;
        head_.content_length = *length;
    } else if (same_header_name(name, "transfer-encoding")) {
        if (has_encoding_) return bad("more than one Transfer-Encoding");
        if (!same_header_name(value, "chunked")) return {501, "the only Transfer-Encoding spoken here is chunked"};
        has_encoding_ = true;
        head_.framing = Framing::Chunked;
    }
    return good_head;
}

void HeadLines::note_connection(std::string_view value) {
    for_each_element(value, [&](std::string_view option) {
        if (same_header_name(option, "close")) head_.keep_alive = KeepAlive::No;
    });
}

// "http://host/path" names the host twice; they have to be the same.
bool names_same_host(const RequestHead& head) {
    if (head.target.front() == '/') return true;
    const std::size_t scheme = head.target.find("://");
    if (scheme == std::string_view::npos) return true;  // refused where the target is read
    const std::string_view rest = head.target.substr(scheme + 3);
    return same_header_name(rest.substr(0, rest.find_first_of("/?")), head.host);
}

HeadVerdict HeadLines::finish() const {
    if (head_.version == Version::Http11 && !has_host_) return bad("no Host");
    if (has_length_ && has_encoding_) return bad("both Content-Length and Transfer-Encoding");
    if (head_.version == Version::Http10 && has_encoding_) return bad("HTTP/1.0 has no Transfer-Encoding");
    if (!names_same_host(head_)) return bad("the target and the Host name two hosts");
    if (head_.version == Version::Http10) {
        head_.keep_alive = KeepAlive::No;
        head_.expects_continue = false;
    }
    return good_head;
}

}  // namespace

std::size_t find_head_end(std::string_view bytes, std::size_t from) {
    while (from < bytes.size()) {
        const std::size_t line_end = bytes.find('\n', from);
        if (line_end == std::string_view::npos) return std::string_view::npos;
        const std::size_t next = line_end + 1;
        if (next < bytes.size() && bytes[next] == '\n') return next + 1;
        if (next + 1 < bytes.size() && bytes[next] == '\r' && bytes[next + 1] == '\n') return next + 2;
        from = next;
    }
    return std::string_view::npos;
}

HeadVerdict read_request_head(std::string_view bytes, RequestHead& head) {
    head.keep_alive = KeepAlive::Yes;
    head.framing = Framing::NoBody;
    head.expects_continue = false;
    head.content_length = 0;
    head.header_count = 0;
    head.host = {};
    head.known = {};
    head.bytes = bytes.size();
    HeadLines lines(head);
    bool is_first = true;
    while (true) {
        const std::size_t end = bytes.find('\n');
        if (end == std::string_view::npos) return bad("the head has no end");
        if (end == 0 || bytes[end - 1] != '\r') return bad("a line ends without a carriage return");
        const std::string_view line = bytes.substr(0, end - 1);
        bytes.remove_prefix(end + 1);
        if (is_first) {
            if (const HeadVerdict verdict = lines.read_request_line(line); verdict.status != 0) return verdict;
            is_first = false;
            continue;
        }
        if (line.empty()) break;
        if (const HeadVerdict verdict = lines.read_field(line); verdict.status != 0) return verdict;
    }
    if (!bytes.empty()) return bad("something follows the head");
    return lines.finish();
}

Request request_of(const RequestHead& head, Target target) {
    Request request;
    request.method = head.method;
    request.target = std::move(target);
    request.headers.reserve(head.header_count);
    for (std::size_t index = 0; index < head.header_count; ++index) {
        const HeaderView& header = head.headers[index];
        request.headers.push_back({std::string(header.name), std::string(header.value)});
    }
    return request;
}

}  // namespace byline::http
