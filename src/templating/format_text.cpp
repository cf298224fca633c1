// Python's printf: '%s is %05.2f' % (name, number), as the filter `format` and the operator % use it.
#include <array>
#include <cmath>
#include <cstdio>

#include "templating/characters.hpp"
#include "templating/filter_input.hpp"
#include "templating/operations.hpp"
#include "templating/value_map.hpp"
#include "text/html_escape.hpp"

namespace byline::templating {
namespace {

// Wider fields are refused.
constexpr int maximal_width = 10'000;

struct Directive {
    std::string flags;
    int width = 0;
    int precision = -1;
    char conversion = 0;
};

class Formatter {
  public:
    Formatter(const Value& format, const std::vector<Value>& arguments, const Value& named, const Limits& limits)
        : format_(format.as_string_view()),
          is_safe_(format.is_safe()),
          arguments_(arguments),
          named_(named),
          limits_(limits) {}

    Result<Value> run() {
        while (position_ < format_.size()) {
            const std::size_t percent = format_.find('%', position_);
            out_.append(format_, position_, percent == std::string_view::npos ? percent : percent - position_);
            if (percent == std::string_view::npos) break;
            position_ = percent + 1;
            CHECK(directive());
            if (out_.size() > limits_.string_bytes)
                return fail_without_place("the formatted text is too long", "print its parts instead");
        }
        if (named_.is_undefined() && next_ < arguments_.size()) {
            return fail_without_place("not all arguments of the format were used",
                                      "write as many '%' as there are arguments");
        }
        return is_safe_ ? safe_text(std::move(out_)) : Value::string(std::move(out_));
    }

  private:
    [[nodiscard]] char current() const { return position_ < format_.size() ? format_[position_] : '\0'; }

    Result<Value> next_argument() {
        if (next_ < arguments_.size()) return arguments_[next_++];
        return fail_without_place("the format has more '%' than arguments",
                                  "pass one for each, and write '%%' for a percent sign");
    }

    Result<int> number() {
        if (current() == '*') {
            ++position_;
            TRY(const Value given, next_argument());
            if (!given.is_integral() || given.as_int() < 0 || given.as_int() > maximal_width) {
                return fail_without_place("the width of a format must be a small integer", "use at most 10000");
            }
            return static_cast<int>(given.as_int());
        }
        int value = 0;
        while (current() >= '0' && current() <= '9') {
            value = value * 10 + (current() - '0');
            if (value > maximal_width)
                return fail_without_place("the width of a format is too large", "use at most 10000");
            ++position_;
        }
        return value;
    }

    Result<void> directive() {
        Directive directive;
        Value argument;
        bool has_argument = false;
        if (current() == '(') {
            const std::size_t end = format_.find(')', position_);
            if (end == std::string_view::npos)
                return fail_without_place("a name in the format is not closed", "write '%(name)s'");
            const std::string_view name = format_.substr(position_ + 1, end - position_ - 1);
            const Value* found = named_.is_map() ? named_.as_map().find(name) : nullptr;
            if (found == nullptr) {
                return fail_without_place("the format names '" + std::string(name) + "', which was not given",
                                          "pass it by name");
            }
            argument = *found;
            has_argument = true;
            position_ = end + 1;
        }
        while (current() != '\0' && std::string_view("-+ #0").find(current()) != std::string_view::npos) {
            directive.flags += format_[position_++];
        }
        TRY(directive.width, number());
        if (current() == '.') {
            ++position_;
            TRY(directive.precision, number());
        }
        while (current() == 'l' || current() == 'h' || current() == 'L') ++position_;
        directive.conversion = current();
        if (directive.conversion == '\0')
            return fail_without_place("the format ends in the middle of a '%'", "write '%%' for a percent sign");
        ++position_;
        if (directive.conversion == '%') {
            out_ += '%';
            return {};
        }
        if (!has_argument) {
            TRY(argument, next_argument());
        }
        if (argument.is_undefined()) return fail(undefined_used(argument));
        return convert(directive, argument);
    }

    void append_padded(const Directive& directive, const std::string& text) {
        const std::size_t length = count_characters(text);
        const auto width = static_cast<std::size_t>(directive.width);
        const std::string blanks(width > length ? width - length : 0, ' ');
        const bool is_left = directive.flags.find('-') != std::string::npos;
        out_ += is_left ? text + blanks : blanks + text;
    }

    Result<void> convert(const Directive& directive, const Value& argument) {
        switch (directive.conversion) {
            case 's':
            case 'r':
            case 'a': {
                std::string text;
                if (directive.conversion == 's') {
                    append_joined(text, argument, is_safe_ ? Escaping::On : Escaping::Off);
                } else {
                    argument.append_quoted_to(text);
                    if (is_safe_) text = text::escape_html(text).string();
                }
                if (directive.precision >= 0)
                    text.resize(byte_offset(text, static_cast<std::size_t>(directive.precision)));
                append_padded(directive, text);
                return {};
            }
            case 'c': return character(directive, argument);
            case 'd':
            case 'i':
            case 'u':
            case 'x':
            case 'X':
            case 'o': return integer(directive, argument);
            case 'e':
            case 'E':
            case 'f':
            case 'F':
            case 'g':
            case 'G': return real(directive, argument);
            default:
                return fail_without_place(std::string("the format has no '%") + directive.conversion + "'",
                                          "use %s, %d or %f, and '%%' for a percent sign");
        }
    }

    Result<void> character(const Directive& directive, const Value& argument) {
        std::string text;
        if (argument.is_integral() && argument.as_int() >= 0 && argument.as_int() <= 0x10FFFF) {
            append_utf8(text, static_cast<char32_t>(argument.as_int()));
        } else if (argument.is_string() && count_characters(argument.as_string_view()) == 1) {
            text = std::string(argument.as_string_view());
        } else {
            return fail_without_place("'%c' needs one character", "use '%s'");
        }
        append_padded(directive, text);
        return {};
    }

    // By the C library: the width is bounded, and the conversion is one that fits the type.
    template <typename Number>
    void print(const Directive& directive, std::string_view length, char conversion, Number number) {
        const std::string format = "%" + directive.flags + "*.*" + std::string(length) + conversion;
        std::string text(static_cast<std::size_t>(maximal_width) * 2 + 400, '\0');
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
        const int written =
            std::snprintf(text.data(), text.size(), format.c_str(), directive.width, directive.precision, number);
#pragma GCC diagnostic pop
        out_.append(text, 0, static_cast<std::size_t>(std::max(written, 0)));
    }

    Result<void> integer(const Directive& directive, const Value& argument) {
        const bool is_decimal =
            directive.conversion == 'd' || directive.conversion == 'i' || directive.conversion == 'u';
        if (!argument.is_integral() &&
            !(argument.is_float() && is_decimal && std::fabs(argument.as_double()) < 9.2e18)) {
            return fail_without_place(std::string("'%") + directive.conversion + "' needs an integer, this is " +
                                          std::string(argument.type_name()),
                                      "convert it first: 'x | int'");
        }
        const std::int64_t number =
            argument.is_float() ? static_cast<std::int64_t>(argument.as_double()) : argument.as_int();
        if (is_decimal) {
            print(directive, "ll", 'd', static_cast<long long>(number));
            return {};
        }
        if (number < 0 || directive.flags.find('#') != std::string::npos) {
            return fail_without_place("only plain numbers from 0 on can be written in another base", "use '%d'");
        }
        Directive plain = directive;
        std::erase_if(plain.flags, [](char flag) { return flag == '+' || flag == ' '; });
        print(plain, "ll", directive.conversion, static_cast<unsigned long long>(number));
        return {};
    }

    Result<void> real(const Directive& directive, const Value& argument) {
        if (!argument.is_number()) {
            return fail_without_place(std::string("'%") + directive.conversion + "' needs a number, this is " +
                                          std::string(argument.type_name()),
                                      "convert it first: 'x | float'");
        }
        print(directive, "", directive.conversion, argument.as_double());
        return {};
    }

    std::string_view format_;
    bool is_safe_;
    const std::vector<Value>& arguments_;
    const Value& named_;
    const Limits& limits_;
    std::size_t position_ = 0;
    std::size_t next_ = 0;
    std::string out_;
};

}  // namespace

Result<Value> format_text(const Value& format, const std::vector<Value>& arguments, const Value& named,
                          const Limits& limits) {
    return Formatter(format, arguments, named, limits).run();
}

}  // namespace byline::templating
