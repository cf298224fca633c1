#include "site/data_file_json.hpp"

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/src.hpp>

#include "site/data_node.hpp"
#include "templating/value_map.hpp"
#include "text/utf8.hpp"

namespace byline::site {
namespace {

using templating::Value;

Value value_of(const boost::json::value& json) {
    switch (json.kind()) {
        case boost::json::kind::null: return Value::none();
        case boost::json::kind::bool_: return Value::boolean(json.get_bool());
        case boost::json::kind::int64: return Value::integer(json.get_int64());
        case boost::json::kind::uint64: return Value::number(static_cast<double>(json.get_uint64()));
        case boost::json::kind::double_: return Value::number(json.get_double());
        case boost::json::kind::string: return Value::string(std::string(json.get_string()));
        case boost::json::kind::array: {
            std::vector<Value> items;
            items.reserve(json.get_array().size());
            for (const boost::json::value& item : json.get_array()) items.push_back(value_of(item));
            return Value::list(std::move(items));
        }
        case boost::json::kind::object: break;
    }
    templating::ValueMap map;
    map.reserve(json.get_object().size());
    for (const auto& entry : json.get_object()) map.set(std::string_view(entry.key()), value_of(entry.value()));
    return Value::map(std::move(map));
}

Failure bad_json(std::string_view bytes, std::size_t offset, std::string_view path,
                 const boost::json::error_code& error) {
    std::string message = "bad JSON: " + error.message();
    std::string remedy = "strings and keys stand in double quotes, and no comma before a closing bracket";
    if (error == boost::json::error::too_deep) {
        message = "nested deeper than 64 levels";
        remedy = "make the data flatter";
    } else if (error == boost::json::error::incomplete) {
        message = "bad JSON: the file ends too early";
        remedy = "close what is open: a bracket or a quote";
    } else if (error == boost::json::error::extra_data) {
        message = "bad JSON: text after the end of the document";
        remedy = "remove it: one file is one value";
    }
    return fail(content_error(std::move(message), std::move(remedy), text::place_of(bytes, offset, std::string(path))));
}

}  // namespace

Result<Value> parse_json(std::string_view bytes, std::string_view path) {
    boost::json::parse_options options;
    options.max_depth = max_data_depth;
    boost::json::stream_parser parser({}, options);
    boost::json::error_code error;
    const std::size_t consumed = parser.write_some(bytes.data(), bytes.size(), error);
    if (!error) {
        const std::size_t more = bytes.find_first_not_of(" \t\r\n", consumed);
        if (more != std::string_view::npos) return bad_json(bytes, more, path, boost::json::error::extra_data);
        parser.finish(error);
    }
    if (error) return bad_json(bytes, consumed, path, error);
    return value_of(parser.release());
}

}  // namespace byline::site
