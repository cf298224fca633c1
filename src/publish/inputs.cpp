#include "publish/inputs.hpp"

#include <algorithm>
#include <utility>

#include "publish/picture_facts.hpp"
#include "publish/sources.hpp"
#include "site/data_file.hpp"
#include "templating/value_map.hpp"
#include "text/digest.hpp"

namespace byline::publish {
namespace {

using templating::Value;
using templating::ValueMap;

// Sets `value` at "talks" or "conference/2024", making the maps between.
void set_at(ValueMap& map, std::string_view path, Value value) {
    const auto slash = path.find('/');
    if (slash == std::string_view::npos) return map.set(path, std::move(value));
    const std::string_view first = path.substr(0, slash);
    ValueMap inner;
    if (const Value* existing = map.find(first); existing != nullptr && existing->is_map()) inner = existing->as_map();
    set_at(inner, path.substr(slash + 1), std::move(value));
    map.set(first, Value::map(std::move(inner)));
}

std::string data_path(const site::Inventory& inventory, const disk::Entry& entry) {
    return inventory.site_folder + "/_data/" + entry.path;
}

}  // namespace

Inputs::Inputs(const site::Inventory& inventory, std::int64_t listed_at) : folder_(inventory.site_folder + "/") {
    const auto add = [&](const std::string& disk_path, const disk::Entry& entry) {
        std::string path = disk_path.starts_with(folder_) ? disk_path.substr(folder_.size()) : disk_path;
        inputs_.push_back({std::move(path), stamp_of(entry, listed_at), {}});
    };
    for (const disk::Entry& entry : inventory.companions) add(inventory.content_folder + "/" + entry.path, entry);
    for (const disk::Entry& entry : inventory.statics) add(inventory.site_folder + "/static/" + entry.path, entry);
    for (const disk::Entry& entry : inventory.data_files) add(data_path(inventory, entry), entry);
    for (const disk::Entry& entry : inventory.languages) add(inventory.site_folder + "/languages/" + entry.path, entry);
    std::ranges::sort(inputs_, {}, [](const RecordedInput& input) { return std::string_view(input.path); });
}

std::string Inputs::first_change(const graph::BuildRecord& record) const {
    const auto then = record.files();
    for (std::size_t i = 0; i < inputs_.size() || i < then.size(); ++i) {
        if (i == inputs_.size()) return std::string(then[i].path) + " is gone";
        const RecordedInput& now = inputs_[i];
        if (i == then.size() || now.path < then[i].path) return now.path + " is new";
        if (then[i].path < now.path) return std::string(then[i].path) + " is gone";
        if (!now.stamp.is_known() || now.stamp != then[i].stamp) return now.path + " was touched";
    }
    return {};
}

bool Inputs::are_same_as(const Inputs& others) const {
    return std::ranges::equal(inputs_, others.inputs_, [](const RecordedInput& now, const RecordedInput& then) {
        return now.path == then.path && now.stamp.is_known() && now.stamp == then.stamp;
    });
}

std::size_t Inputs::find(std::string_view disk_path) const {
    if (disk_path.starts_with(folder_)) disk_path.remove_prefix(folder_.size());
    const auto found = std::ranges::lower_bound(
        inputs_, disk_path, {}, [](const RecordedInput& input) { return std::string_view(input.path); });
    return static_cast<std::size_t>(found - inputs_.begin());
}

std::optional<text::Digest> Inputs::known_digest(const graph::BuildRecord* record, std::string_view disk_path) const {
    const RecordedInput& input = inputs_[find(disk_path)];
    const graph::RecordedFile* before = record == nullptr ? nullptr : record->find_file(input.path);
    if (before == nullptr || !before->stamp.is_known() || before->stamp != input.stamp) return std::nullopt;
    return before->digest;
}

void Inputs::note_digest(std::string_view disk_path, const text::Digest& digest) {
    inputs_[find(disk_path)].digest = digest;
}

LanguageFiles read_language_files(const disk::Disk& disk, const site::Inventory& inventory) {
    constexpr std::int64_t most_definition_bytes = 1 << 20;
    LanguageFiles languages;
    text::DigestBuilder digest;
    for (const disk::Entry& entry : inventory.languages) {
        const std::string path = "languages/" + entry.path;
        if (!entry.path.ends_with(".toml") || entry.path.find('/') != std::string::npos) {
            languages.diagnostics.push_back(
                {Severity::Warning, content_error("languages/ holds something that is no definition of a language",
                                                  "name it languages/NAME.toml, or put it elsewhere", {path, 0, 0})});
            continue;
        }
        auto bytes = disk.read(inventory.site_folder + "/" + path, most_definition_bytes);
        if (!bytes) {
            languages.diagnostics.push_back({Severity::Error, std::move(bytes).error()});
            continue;
        }
        digest.add(path).add(*bytes);
        languages.files.push_back({path, std::move(*bytes)});
    }
    if (!languages.files.empty()) languages.digest = digest.digest();
    return languages;
}

DataFiles read_data_files(const disk::Disk& disk, const site::Inventory& inventory, Inputs& inputs) {
    constexpr std::int64_t most_data_bytes = 64 << 20;
    DataFiles data;
    ValueMap values;
    for (const disk::Entry& entry : inventory.data_files) {
        const std::string path = data_path(inventory, entry);
        auto bytes = disk.read(path, most_data_bytes);
        if (!bytes) {
            data.diagnostics.push_back({Severity::Error, std::move(bytes).error()});
            continue;
        }
        const text::Digest digest = text::digest_of(*bytes);
        inputs.note_digest(path, digest);
        auto value = site::parse_data_file(*bytes, "_data/" + entry.path);
        if (!value) {
            data.diagnostics.push_back({Severity::Error, std::move(value).error()});
            continue;
        }
        const std::string name = entry.path.substr(0, entry.path.find_last_of('.'));
        set_at(values, name, std::move(*value));
        text::DigestBuilder of_name;
        std::uint64_t& below = data.digests[name.substr(0, name.find('/'))];
        below = of_name.add_number(below).add(entry.path).add(digest).digest64();
    }
    data.values = Value::map(std::move(values));
    return data;
}

constexpr std::int64_t most_copied_bytes = std::int64_t{4} << 30;

Result<void> FileCopies::copy(const site::CopiedFile& file) {
    if (pictures_ != nullptr && sink_ != nullptr && is_picture_name(file.output_path)) return copy_picture(file);
    constexpr std::int64_t nothing = 0;  // whether it opens is all that a check needs to know
    if (sink_ != nullptr) {
        const auto known = inputs_.known_digest(before_, file.disk_path);
        if (known && sink_->standing(file.output_path) == known) {
            inputs_.note_digest(file.disk_path, *known);
            sink_->keep(file.output_path);
            return {};
        }
    }
    auto bytes = disk_.read(file.disk_path, sink_ == nullptr ? nothing : most_copied_bytes);
    if (bytes && sink_ != nullptr) {
        inputs_.note_digest(file.disk_path, text::digest_of(*bytes));
        return sink_->put(file.output_path, std::move(*bytes));
    }
    // That it is larger than nothing is no fault.
    const bool is_readable = bytes || (sink_ == nullptr && bytes.error().code != ErrorCode::System);
    if (!is_readable) add_fault(Severity::Error, std::move(bytes).error());
    return {};
}

Result<void> FileCopies::copy_picture(const site::CopiedFile& file) {
    const auto tell = [&](const PictureFacts& facts) {
        if (facts.is_served) return;
        add_fault(Severity::Warning,
                  content_error(facts.fault + "; it is not published", facts.remedy, Place{file.disk_path, 0, 0}));
    };
    if (const auto known = inputs_.known_digest(before_, file.disk_path)) {
        const auto facts = find_picture_facts(*pictures_, *known, file.output_path);
        if (facts && (!facts->is_served || sink_->standing(file.output_path) == facts->served)) {
            inputs_.note_digest(file.disk_path, *known);
            if (facts->is_served) sink_->keep(file.output_path);
            return tell(*facts), Result<void>();
        }
    }
    auto bytes = disk_.read(file.disk_path, most_copied_bytes);
    if (!bytes) return add_fault(Severity::Error, std::move(bytes).error()), Result<void>();
    const text::Digest digest = text::digest_of(*bytes);
    inputs_.note_digest(file.disk_path, digest);
    ExaminedPicture examined = examine_picture(std::move(*bytes), file.output_path);
    keep_picture_facts(*pictures_, digest, file.output_path, examined.facts);
    tell(examined.facts);
    return examined.facts.is_served ? sink_->put(file.output_path, std::move(examined.served)) : Result<void>();
}

void FileCopies::add_fault(Severity severity, Error error) {
    const std::scoped_lock lock(mutex_);
    faults_.push_back({severity, std::move(error)});
}

Diagnostics FileCopies::take_faults() {
    const std::scoped_lock lock(mutex_);
    return std::exchange(faults_, {});
}

}  // namespace byline::publish
