#include "text/collation.hpp"

#include <cassert>
#include <cstdint>

#include <unicode/ucol.h>
#include <unicode/uiter.h>
#include <unicode/ustring.h>

namespace byline::text {
namespace {

std::u16string utf16_of(std::string_view text) {
    std::u16string out(text.size(), u'\0');  // UTF-16 never has more units than UTF-8 has bytes
    std::int32_t length = 0;
    UErrorCode error = U_ZERO_ERROR;
    u_strFromUTF8WithSub(out.data(), static_cast<std::int32_t>(out.size()), &length, text.data(),
                         static_cast<std::int32_t>(text.size()), 0xFFFD, nullptr, &error);
    out.resize(static_cast<std::size_t>(length));
    return out;
}

}  // namespace

void Collator::Close::operator()(UCollator* collator) const {
    ucol_close(collator);
}

Collator::Collator(std::string_view language) {
    UErrorCode error = U_ZERO_ERROR;
    collator_.reset(ucol_open(std::string(language).c_str(), &error));
    if (!collator_) {
        error = U_ZERO_ERROR;
        collator_.reset(ucol_open("", &error));
    }
    assert(collator_ && "ICU without its data");
    ucol_setAttribute(collator_.get(), UCOL_NUMERIC_COLLATION, UCOL_ON, &error);
}
Collator::~Collator() = default;
Collator::Collator(Collator&&) noexcept = default;
Collator& Collator::operator=(Collator&&) noexcept = default;

int Collator::compare(std::string_view a, std::string_view b) const {
    UErrorCode error = U_ZERO_ERROR;
    return ucol_strcollUTF8(collator_.get(), a.data(), static_cast<std::int32_t>(a.size()), b.data(),
                            static_cast<std::int32_t>(b.size()), &error);
}

std::string Collator::sort_key(std::string_view text) const {
    const std::u16string wide = utf16_of(text);
    const auto length = static_cast<std::int32_t>(wide.size());
    std::string key(text.size() * 4 + 16, '\0');
    const auto fill = [&] {
        return ucol_getSortKey(collator_.get(), wide.data(), length, reinterpret_cast<std::uint8_t*>(key.data()),
                               static_cast<std::int32_t>(key.size()));
    };
    std::int32_t needed = fill();
    if (needed > static_cast<std::int32_t>(key.size())) {
        key.resize(static_cast<std::size_t>(needed));
        needed = fill();
    }
    key.resize(needed > 0 ? static_cast<std::size_t>(needed) - 1 : 0);  // without the final zero
    return key;
}

}  // namespace byline::text
