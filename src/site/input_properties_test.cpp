#include "site/input_properties.hpp"

#include <functional>

#include <gtest/gtest.h>

#include "site/fixture_folder.hpp"
#include "site/sample_works.hpp"

namespace byline::site {
namespace {

// The fixture whole, cut at each byte, and with each byte replaced in turn.
void require_of_variants(const std::string& whole, const std::function<void(std::string_view)>& require_of) {
    require_of(whole);
    for (std::size_t size = 0; size < whole.size(); size += 7) require_of(std::string_view(whole).substr(0, size));
    std::string changed = whole;
    for (std::size_t i = 0; i < whole.size(); i += 3) {
        for (const char c : {'\0', '\n', '"', '[', '\xE4'}) {
            changed[i] = c;
            require_of(changed);
        }
        changed[i] = whole[i];
    }
}

TEST(InputProperties, HoldForFrontMatter) {
    for (const auto& path : fixtures_in("front_matter")) require_of_variants(read_whole(path), require_of_front_matter);
}

TEST(InputProperties, HoldForConfigurations) {
    for (const auto& path : fixtures_in("configuration")) {
        require_of_variants(read_whole(path), require_of_configuration);
    }
}

TEST(InputProperties, HoldForDataFiles) {
    for (const auto& path : fixtures_in("data_files")) {
        require_of_variants(read_whole(path), [&](std::string_view bytes) {
            require_of_data_file(bytes, "a" + path.extension().string());
        });
    }
}

TEST(InputProperties, HoldForEncodedWorks) {
    const std::vector<Work> works = works_of_example();
    for (std::size_t i = 0; i < works.size(); i += 8) {
        std::string bytes;
        encode_work(works[i], bytes);
        require_of_variants(bytes, require_of_encoded_work);
    }
    std::string bytes;
    encode_diagnostics({{Severity::Warning, content_error("unknown key 'titel'", "did you mean 'title'?", {"中.md"})}},
                       bytes);
    require_of_variants(bytes, require_of_encoded_diagnostics);
}

}  // namespace
}  // namespace byline::site
