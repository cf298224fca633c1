// Emphasis beside Chinese, Japanese and Korean, by the cases of the CJK-friendly amendments.
#include <gtest/gtest.h>

#include "markdown/entities.hpp"
#include "markdown/parse.hpp"
#include "markdown/render_html.hpp"
#include "markdown/spec_examples.hpp"
#include "markdown/unicode_class.hpp"

namespace byline::markdown {
namespace {

struct CjkCase {
    std::string file;
    std::string markdown;
    std::string html;
};

// Reads a flat JSON array of objects whose members are strings; all that the cases need.
class CaseReader {
  public:
    explicit CaseReader(std::string json) : json_(std::move(json)) {}

    std::vector<CjkCase> read() {
        std::vector<CjkCase> cases;
        CjkCase current;
        while (position_ < json_.size()) {
            const char c = json_[position_];
            if (c == '"') {
                const std::string key = read_string();
                position_ = json_.find('"', position_);
                const std::string value = read_string();
                if (key == "file") current.file = value;
                if (key == "markdown") current.markdown = value;
                if (key == "html") current.html = value;
                continue;
            }
            if (c == '}') cases.push_back(std::exchange(current, {}));
            ++position_;
        }
        return cases;
    }

  private:
    std::uint32_t read_hex() {
        const std::uint32_t value = static_cast<std::uint32_t>(std::stoul(json_.substr(position_, 4), nullptr, 16));
        position_ += 4;
        return value;
    }

    std::string read_string() {
        std::string out;
        for (++position_; json_[position_] != '"';) {
            if (json_[position_] != '\\') {
                out += json_[position_++];
                continue;
            }
            const char escape = json_[position_ + 1];
            position_ += 2;
            if (escape == 'u') {
                std::uint32_t value = read_hex();
                if (value >= 0xd800 && value < 0xdc00) {
                    position_ += 2;
                    value = 0x10000 + ((value - 0xd800) << 10) + (read_hex() - 0xdc00);
                }
                append_utf8(out, value);
            } else {
                out += escape == 'n' ? '\n' : escape == 't' ? '\t' : escape == 'r' ? '\r' : escape;
            }
        }
        ++position_;
        return out;
    }

    std::string json_;
    std::size_t position_ = 0;
};

// The cases were written for a parser that shows ~~text~~ as <s>.
std::string with_del(std::string html) {
    spec_examples_detail::replace_all(html, "<s>", "<del>");
    spec_examples_detail::replace_all(html, "</s>", "</del>");
    return html;
}

TEST(CjkFriendly, EveryCase) {
    const auto path = std::filesystem::path(BYLINE_ROOT) / "../shared/conformance/cjk-friendly/cases.json";
    if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there";
    const std::vector<CjkCase> cases = CaseReader(read_whole_file(path)).read();
    EXPECT_GE(cases.size(), 50u);
    for (const CjkCase& example : cases) {
        EXPECT_EQ(render_html(parse(example.markdown)).view(), with_del(example.html)) << example.file << "\n"
                                                                                       << example.markdown;
    }
}

}  // namespace
}  // namespace byline::markdown
