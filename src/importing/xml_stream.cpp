#include "importing/xml_stream.hpp"

#include <memory>
#include <optional>

#include <expat.h>

namespace byline::importing {
namespace {

constexpr std::size_t max_xml_depth = 64;

struct FreeParser {
    void operator()(XML_ParserStruct* parser) const { XML_ParserFree(parser); }
};

std::string local_name(std::string_view name) {
    const std::size_t colon = name.rfind(':');
    return std::string(colon == std::string_view::npos ? name : name.substr(colon + 1));
}

struct Reading {
    XML_Parser parser;
    std::string_view file;
    const XmlLimits& limits;
    XmlListener& listener;
    std::vector<std::string> path;
    std::string text;
    std::optional<Error> error;

    [[nodiscard]] Place here() const {
        return {std::string(file), static_cast<std::uint32_t>(XML_GetCurrentLineNumber(parser)),
                static_cast<std::uint32_t>(XML_GetCurrentColumnNumber(parser)) + 1};
    }
    void stop(Error why) {
        if (!error) error = std::move(why);
        XML_StopParser(parser, XML_FALSE);
    }
    void stop(std::string message, std::string remedy) {
        stop(content_error(std::move(message), std::move(remedy), here()));
    }
};

void XMLCALL on_begin(void* data, const XML_Char* name, const XML_Char** attributes) {
    auto& reading = *static_cast<Reading*>(data);
    if (reading.error) return;
    if (reading.path.size() >= max_xml_depth) {
        reading.stop("elements nested deeper than " + std::to_string(max_xml_depth), "export the comments again");
        return;
    }
    XmlAttributes read;
    for (; *attributes != nullptr; attributes += 2) read.entries.emplace_back(local_name(attributes[0]), attributes[1]);
    reading.path.push_back(local_name(name));
    reading.text.clear();
    auto done = reading.listener.begin(reading.path, read, reading.here().line);
    if (!done) reading.stop(std::move(done).error());
}

void XMLCALL on_end(void* data, const XML_Char* /*name*/) {
    auto& reading = *static_cast<Reading*>(data);
    if (reading.error) return;
    auto done = reading.listener.end(reading.path, reading.text);
    reading.path.pop_back();
    reading.text.clear();
    if (!done) reading.stop(std::move(done).error());
}

void XMLCALL on_text(void* data, const XML_Char* text, int size) {
    auto& reading = *static_cast<Reading*>(data);
    const std::size_t room = reading.limits.text_bytes - std::min(reading.text.size(), reading.limits.text_bytes);
    reading.text.append(text, std::min(static_cast<std::size_t>(size), room));
}

// Seven arguments that expat gives.
void XMLCALL on_entity(void* data, const XML_Char*, int, const XML_Char*, int, const XML_Char*, const XML_Char*,
                       const XML_Char*, const XML_Char*) {
    static_cast<Reading*>(data)->stop("the file declares entities, which exports of comments have no need of",
                                      "take the <!ENTITY> lines out, if you trust the file");
}

Result<void> bad_xml(Reading& reading) {
    if (reading.error) return fail(std::move(*reading.error));
    const XML_Error code = XML_GetErrorCode(reading.parser);
    return fail(content_error(std::string("bad XML: ") + XML_ErrorString(code),
                              code == XML_ERROR_NO_ELEMENTS || code == XML_ERROR_UNCLOSED_TOKEN
                                  ? "the file may be cut off: export it again"
                                  : "export the comments again, or mend this place by hand",
                              reading.here()));
}

}  // namespace

std::string_view XmlAttributes::value(std::string_view name) const {
    for (const auto& [key, value] : entries) {
        if (key == name) return value;
    }
    return {};
}

Result<void> read_xml(ByteSource& source, std::string_view file, const XmlLimits& limits, XmlListener& listener) {
    const std::unique_ptr<XML_ParserStruct, FreeParser> parser(XML_ParserCreate(nullptr));
    if (parser == nullptr) return fail(system_error("no memory for reading XML", "close other programs", {}));
    Reading reading{parser.get(), file, limits, listener, {}, {}, std::nullopt};
    XML_SetUserData(parser.get(), &reading);
    XML_SetElementHandler(parser.get(), on_begin, on_end);
    XML_SetCharacterDataHandler(parser.get(), on_text);
    XML_SetEntityDeclHandler(parser.get(), on_entity);
    std::size_t total = 0;
    for (bool more = true; more;) {
        TRY(const std::string_view piece, source.next());
        more = !piece.empty();
        total += piece.size();
        if (total > limits.file_bytes) {
            return fail(content_error("a file of more than " + std::to_string(limits.file_bytes) + " bytes",
                                      "import it in parts", reading.here()));
        }
        // Pieces are small enough for expat's int, whoever made them.
        constexpr std::size_t most = std::size_t{1} << 20U;
        std::size_t at = 0;
        do {
            const std::string_view part = piece.substr(at, most);
            at += part.size();
            if (XML_Parse(parser.get(), part.data(), static_cast<int>(part.size()), more ? XML_FALSE : XML_TRUE) !=
                XML_STATUS_OK) {
                return bad_xml(reading);
            }
        } while (at < piece.size());
    }
    return {};
}

}  // namespace byline::importing
