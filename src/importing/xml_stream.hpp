// An XmlStream reads XML as it comes (expat), and calls a listener; documents that declare entities are refused, and
// nothing is ever fetched. Belongs to one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "importing/byte_source.hpp"
#include "result/result.hpp"

namespace byline::importing {

struct XmlAttributes {
    std::vector<std::pair<std::string, std::string>> entries;  // names without their prefix

    [[nodiscard]] std::string_view value(std::string_view name) const;  // empty when it is not there
};

// Names come without their prefix: "creator" of <dc:creator>.
class XmlListener {
  public:
    XmlListener() = default;
    XmlListener(const XmlListener&) = delete;
    XmlListener& operator=(const XmlListener&) = delete;
    XmlListener(XmlListener&&) = delete;
    XmlListener& operator=(XmlListener&&) = delete;
    virtual ~XmlListener() = default;

    // `path` holds the names of all open elements, the one that begins last.
    [[nodiscard]] virtual Result<void> begin(const std::vector<std::string>& path, const XmlAttributes& attributes,
                                             std::uint32_t line) = 0;
    // `text` is what stood in the element behind its last child, cut at the bound.
    [[nodiscard]] virtual Result<void> end(const std::vector<std::string>& path, const std::string& text) = 0;
};

struct XmlLimits {
    std::size_t file_bytes = 0;
    std::size_t text_bytes = 0;  // of one element; what is more is left out
};

[[nodiscard]] Result<void> read_xml(ByteSource& source, std::string_view file, const XmlLimits& limits,
                                    XmlListener& listener);

}  // namespace byline::importing
