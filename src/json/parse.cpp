#include "json/parse.hpp"

#include <string>
#include <utility>

#include <boost/json/src.hpp>

#include "text/utf8.hpp"

namespace byline::json {
namespace {

// No deeper than the parser allowed.
Value value_of(const boost::json::value& from) {
    Value value;
    switch (from.kind()) {
        case boost::json::kind::null: break;
        case boost::json::kind::bool_:
            value.kind = Kind::Boolean;
            value.boolean = from.get_bool();
            break;
        case boost::json::kind::int64:
            value.kind = Kind::Integer;
            value.integer = from.get_int64();
            value.number = static_cast<double>(value.integer);
            break;
        case boost::json::kind::uint64:
            value.kind = Kind::Number;
            value.number = static_cast<double>(from.get_uint64());
            break;
        case boost::json::kind::double_:
            value.kind = Kind::Number;
            value.number = from.get_double();
            break;
        case boost::json::kind::string:
            value.kind = Kind::String;
            value.text = std::string(from.get_string());
            break;
        case boost::json::kind::array:
            value.kind = Kind::Array;
            value.items.reserve(from.get_array().size());
            for (const boost::json::value& item : from.get_array()) value.items.push_back(value_of(item));
            break;
        case boost::json::kind::object:
            value.kind = Kind::Object;
            value.members.reserve(from.get_object().size());
            for (const auto& entry : from.get_object()) {
                value.members.push_back({std::string(entry.key()), value_of(entry.value())});
            }
            break;
    }
    return value;
}

}  // namespace

const Value* Value::find(std::string_view name) const {
    for (const Member& member : members) {
        if (member.name == name) return &member.value;
    }
    return nullptr;
}

std::string_view Value::text_of(std::string_view name) const {
    const Value* value = find(name);
    return value != nullptr && value->kind == Kind::String ? std::string_view(value->text) : std::string_view();
}

Result<Value> parse(std::string_view bytes, std::string_view file, const ParseOptions& options) {
    const auto bad = [&](std::size_t offset, const boost::json::error_code& error) {
        std::string message = "bad JSON: " + error.message();
        std::string remedy = "strings and keys stand in double quotes, and no comma before a closing bracket";
        if (error == boost::json::error::too_deep) {
            message = "nested deeper than " + std::to_string(options.max_depth) + " levels";
            remedy = "make the data flatter";
        } else if (error == boost::json::error::incomplete) {
            message = "bad JSON: the file ends too early";
            remedy = "close what is open: a bracket or a quote";
        } else if (error == boost::json::error::extra_data) {
            message = "bad JSON: text after the end of the document";
            remedy = "remove it: one file is one value";
        }
        return fail(content_error(std::move(message), std::move(remedy),
                                  text::place_of(bytes, offset, std::string(file), options.first_line)));
    };
    boost::json::parse_options parse_options;
    parse_options.max_depth = options.max_depth;
    boost::json::stream_parser parser({}, parse_options);
    boost::json::error_code error;
    const std::size_t consumed = parser.write_some(bytes.data(), bytes.size(), error);
    if (!error) {
        const std::size_t more = bytes.find_first_not_of(" \t\r\n", consumed);
        if (more != std::string_view::npos) return bad(more, boost::json::error::extra_data);
        parser.finish(error);
    }
    if (error) return bad(consumed, error);
    return value_of(parser.release());
}

}  // namespace byline::json
