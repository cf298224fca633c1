#include "site/yaml_reading.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <utility>

#include <yaml.h>

#include "site/yaml_fault.hpp"
#include "site/yaml_scalar.hpp"
#include "text/utf8.hpp"

namespace byline::site {
namespace {

// Small files may use aliases as they like.
constexpr std::size_t free_alias_weight = 4096;

class Event {
  public:
    Event() = default;
    ~Event() { yaml_event_delete(&event_); }
    Event(const Event&) = delete;
    Event& operator=(const Event&) = delete;

    yaml_event_t* get() { return &event_; }
    [[nodiscard]] yaml_event_type_t type() const { return event_.type; }
    [[nodiscard]] const yaml_mark_t& mark() const { return event_.start_mark; }
    [[nodiscard]] const yaml_event_t* operator->() const { return &event_; }

  private:
    yaml_event_t event_{};
};

std::string_view view_of(const yaml_char_t* bytes) {
    return bytes == nullptr ? std::string_view() : std::string_view(reinterpret_cast<const char*>(bytes));
}

class YamlReader {
  public:
    YamlReader(std::string_view bytes, std::string_view path, std::uint32_t first_line)
        : bytes_(bytes), path_(path), first_line_(first_line), alias_budget_(bytes.size() * 10 + free_alias_weight) {
        yaml_parser_initialize(&parser_);
        yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
        yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    }
    ~YamlReader() { yaml_parser_delete(&parser_); }
    YamlReader(const YamlReader&) = delete;
    YamlReader& operator=(const YamlReader&) = delete;

    Result<DataNode> read() {
        DataNode root;
        for (bool seen = false;;) {
            Event event;
            CHECK(next(event));
            if (event.type() == YAML_STREAM_END_EVENT) return root;
            if (event.type() != YAML_DOCUMENT_START_EVENT) continue;
            if (seen) {
                return fail(error_at(place_of(event.mark()), "a second document begins here",
                                     "remove the line '---': one file is one document"));
            }
            seen = true;
            Event first;
            CHECK(next(first));
            TRY(root, read_node(first, 0));
        }
    }

  private:
    Result<void> next(Event& event) {
        if (yaml_parser_parse(&parser_, event.get()) == 1) return {};
        if (parser_.error == YAML_MEMORY_ERROR) {
            return fail(system_error("not enough memory to read the file", "", {std::string(path_), 0, 0}));
        }
        if (parser_.error == YAML_READER_ERROR) {
            const Place place = text::place_of(bytes_, parser_.problem_offset, std::string(path_), first_line_);
            return fail(error_at({place.line, place.column},
                                 "bad YAML: " + std::string(explain_yaml_problem(parser_.problem).message),
                                 std::string(explain_yaml_problem(parser_.problem).remedy)));
        }
        const YamlFault fault = explain_yaml_problem(parser_.problem);
        // An unclosed quote or list is found at the end of the file, but made where it was opened.
        const bool unclosed = std::string_view(parser_.problem) == "found unexpected end of stream" ||
                              std::string_view(parser_.problem).starts_with("did not find expected ','");
        const yaml_mark_t& mark = unclosed && parser_.context != nullptr ? parser_.context_mark : parser_.problem_mark;
        return fail(error_at(place_of(mark), "bad YAML: " + std::string(fault.message), std::string(fault.remedy)));
    }

    Result<DataNode> read_node(Event& event, std::size_t depth) {
        switch (event.type()) {
            case YAML_ALIAS_EVENT: return read_alias(event);
            case YAML_SCALAR_EVENT: return read_scalar(event);
            default: break;
        }
        if (depth >= max_data_depth) {
            return fail(error_at(place_of(event.mark()), "nested deeper than 64 levels", "make the data flatter"));
        }
        const bool is_list = event.type() == YAML_SEQUENCE_START_EVENT;
        std::string anchor(view_of(is_list ? event->data.sequence_start.anchor : event->data.mapping_start.anchor));
        DataNode node;
        node.place = place_of(event.mark());
        node.kind = is_list ? DataKind::List : DataKind::Map;
        CHECK(is_list ? read_items(node, depth) : read_entries(node, depth));
        CHECK(remember(std::move(anchor), node));
        return node;
    }

    Result<DataNode> read_scalar(const Event& event) {
        const auto& scalar = event->data.scalar;
        DataNode node;
        node.place = place_of(event.mark());
        node.kind = DataKind::Text;
        node.text.assign(reinterpret_cast<const char*>(scalar.value), scalar.length);
        if (scalar.plain_implicit == 1 && scalar.style == YAML_PLAIN_SCALAR_STYLE) resolve_plain_scalar(node);
        CHECK(remember(std::string(view_of(scalar.anchor)), node));
        return node;
    }

    Result<DataNode> read_alias(const Event& event) {
        const std::string name(view_of(event->data.alias.anchor));
        const auto anchor = anchors_.find(name);
        if (anchor == anchors_.end()) {
            return fail(error_at(place_of(event.mark()),
                                 "the reference '*" + name + "' has no '&" + name + "' before it",
                                 "put the value in quotes if it is meant as text"));
        }
        CHECK(spend(anchor->second.weight(), event.mark()));
        DataNode node = anchor->second;
        node.place = place_of(event.mark());
        return node;
    }

    Result<void> spend(std::size_t weight, const yaml_mark_t& mark) {
        if (weight > alias_budget_) {
            return fail(error_at(place_of(mark), "references make more than ten times the file's size",
                                 "write out what is referred to, or refer to less"));
        }
        alias_budget_ -= weight;
        return {};
    }

    // What an anchor names is copied, so nested anchors count against the same bound.
    Result<void> remember(std::string anchor, const DataNode& node) {
        if (anchor.empty()) return {};
        const std::size_t weight = node.weight();
        yaml_mark_t mark{};
        mark.line = node.place.line - first_line_;
        mark.column = node.place.column - 1;
        CHECK(spend(weight, mark));
        anchors_.insert_or_assign(std::move(anchor), node);
        return {};
    }

    Result<void> read_items(DataNode& list, std::size_t depth) {
        for (;;) {
            Event event;
            CHECK(next(event));
            if (event.type() == YAML_SEQUENCE_END_EVENT) return {};
            TRY(DataNode item, read_node(event, depth + 1));
            list.items.push_back(std::move(item));
        }
    }

    Result<void> read_entries(DataNode& map, std::size_t depth) {
        std::vector<DataNode> merged;
        for (;;) {
            Event key_event;
            CHECK(next(key_event));
            if (key_event.type() == YAML_MAPPING_END_EVENT) break;
            DataEntry entry;
            entry.place = place_of(key_event.mark());
            const bool plain =
                key_event.type() == YAML_SCALAR_EVENT && key_event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
            TRY(DataNode key, read_node(key_event, depth + 1));
            if (key.kind == DataKind::List || key.kind == DataKind::Map) {
                return fail(
                    error_at(entry.place, "a key is a list or a map", "use text as the key, or put it in quotes"));
            }
            entry.key = std::move(key.text);
            Event value_event;
            CHECK(next(value_event));
            TRY(entry.value, read_node(value_event, depth + 1));
            if (plain && entry.key == "<<") {
                merged.push_back(std::move(entry.value));
            } else {
                map.entries.push_back(std::move(entry));
            }
        }
        CHECK(check_duplicates(map));
        for (DataNode& source : merged) CHECK(merge(map, std::move(source)));
        return {};
    }

    Result<void> check_duplicates(const DataNode& map) {
        std::vector<std::uint32_t> order(map.entries.size());
        std::iota(order.begin(), order.end(), 0U);
        std::stable_sort(order.begin(), order.end(),
                         [&](std::uint32_t a, std::uint32_t b) { return map.entries[a].key < map.entries[b].key; });
        const auto twice = std::adjacent_find(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
            return map.entries[a].key == map.entries[b].key;
        });
        if (twice == order.end()) return {};
        const DataEntry& first = map.entries[*twice];
        const DataEntry& second = map.entries[*(twice + 1)];
        Error error = error_at(second.place, "the key '" + first.key + "' stands twice", "remove one of the two");
        error.notes.push_back({"first here", {std::string(path_), first.place.line, first.place.column}});
        return fail(std::move(error));
    }

    // https://yaml.org/type/merge.html: what the map says itself stands before what is merged into it.
    Result<void> merge(DataNode& map, DataNode source) {
        if (source.kind == DataKind::List) {
            for (DataNode& item : source.items) CHECK(merge(map, std::move(item)));
            return {};
        }
        if (source.kind != DataKind::Map) {
            return fail(error_at(source.place, "'<<' is followed by " + std::string(described(source)),
                                 "put a reference to a map there"));
        }
        std::map<std::string, bool, std::less<>> own;
        for (const DataEntry& entry : map.entries) own.emplace(entry.key, true);
        for (DataEntry& entry : source.entries) {
            if (own.find(entry.key) == own.end()) map.entries.push_back(std::move(entry));
        }
        return {};
    }

    [[nodiscard]] DataPlace place_of(const yaml_mark_t& mark) const {
        return {static_cast<std::uint32_t>(mark.line) + first_line_, static_cast<std::uint32_t>(mark.column) + 1};
    }

    [[nodiscard]] Error error_at(DataPlace place, std::string message, std::string remedy) const {
        return content_error(std::move(message), std::move(remedy), {std::string(path_), place.line, place.column});
    }

    std::string_view bytes_;
    std::string_view path_;
    std::uint32_t first_line_;
    std::size_t alias_budget_;
    std::map<std::string, DataNode, std::less<>> anchors_;
    yaml_parser_t parser_{};
};

}  // namespace

Result<DataNode> parse_yaml(std::string_view bytes, std::string_view path, std::uint32_t first_line) {
    if (const auto invalid = text::find_invalid(bytes)) {
        return fail(content_error("not valid UTF-8", "save the file as UTF-8",
                                  text::place_of(bytes, invalid->offset, std::string(path), first_line)));
    }
    return YamlReader(bytes, path, first_line).read();
}

}  // namespace byline::site
