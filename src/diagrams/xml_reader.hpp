// An XmlReader takes XML apart into tags and text, as Graphviz writes it: it is lenient, never fails, and always ends.
// Belongs to one thread; borrows the text, and what it gives lives until the next call.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace byline::diagrams {

struct XmlAttribute {
    std::string_view name;
    std::string value;  // decoded
};

enum class XmlKind : std::uint8_t { Start, Empty, End, Text, Finish };

struct XmlPiece {
    XmlKind kind = XmlKind::Finish;
    std::string_view name;                 // Start, Empty, End
    std::vector<XmlAttribute> attributes;  // Start, Empty
    std::string text;                      // Text, decoded

    [[nodiscard]] std::string_view attribute(std::string_view wanted) const;  // empty when it is not there
};

class XmlReader {
  public:
    explicit XmlReader(std::string_view xml) : rest_(xml) {}

    // The next piece. Comments, declarations and processing instructions are left out.
    [[nodiscard]] XmlPiece next();

  private:
    [[nodiscard]] bool skip_declaration();
    void read_tag(XmlPiece& piece);

    std::string_view rest_;
};

}  // namespace byline::diagrams
