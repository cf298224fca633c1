#include "publish/pictures.hpp"

#include <algorithm>
#include <atomic>
#include <optional>

#include <fmt/format.h>

#include "graph/reads.hpp"
#include "media/derive.hpp"
#include "media/picture.hpp"
#include "parallel/for_each_index.hpp"
#include "publish/body_host.hpp"
#include "publish/picture_store.hpp"
#include "publish/publication.hpp"
#include "text/url.hpp"

namespace byline::publish {
namespace {

using markdown::ReferenceKind;

bool shows_picture(const site::InternalReference& reference) {
    return reference.kind == ReferenceKind::Image ||
           (reference.kind == ReferenceKind::DirectiveFile && is_picture_name(reference.destination)) ||
           (reference.kind == ReferenceKind::Embed && names_picture(reference.destination));
}

// What is damaged is not published, so a link to it leads nowhere.
bool links_picture(const site::InternalReference& reference) {
    return (reference.kind == ReferenceKind::Link || reference.kind == ReferenceKind::HtmlLink) &&
           is_picture_name(reference.destination);
}

// Named by all that they are made of; and for the outputs by their original's path too, so that each has its own.
std::vector<SmallerPicture> smaller_ones(const ShownPicture& picture, const site::Pictures& wanted) {
    text::DigestBuilder key;
    key.add_number(media::derivation_version).add(picture.digest);
    const std::string content = text::hex_of(key.add_number(static_cast<std::uint64_t>(wanted.quality)).digest64());
    const std::string output = text::hex_of(key.add(picture.file->output_path).digest64());
    std::vector<SmallerPicture> smaller;
    for (const std::uint32_t width : media::widths_for(*picture.facts.info, wanted.widths)) {
        smaller.push_back({fmt::format("{}{}-{}.webp", Pictures::folder, output, width),
                           fmt::format("{}-{}.webp", content, width), width});
    }
    return smaller;
}

// What was kept may have been damaged since.
bool is_whole(const std::string& bytes, std::uint32_t width) {
    const auto info = media::inspect(bytes, "kept.webp");
    return info && info->width == width;
}

// The bytes of one picture, read when they are first needed.
class OriginalBytes {
  public:
    OriginalBytes(const disk::Disk& disk, const site::CopiedFile& file) : disk_(disk), file_(file) {}

    Result<const std::string*> get() {
        constexpr std::int64_t most_bytes = std::int64_t{4} << 30;
        if (!bytes_) {
            TRY(bytes_, disk_.read(file_.disk_path, most_bytes));
        }
        return &*bytes_;
    }

  private:
    const disk::Disk& disk_;
    const site::CopiedFile& file_;
    std::optional<std::string> bytes_;
};

// Fills in what is wrong, as if it had been told by the file's bytes.
void set_fault(ShownPicture& picture, const Error& error) {
    picture.facts.info.reset();
    picture.facts.fault = error.message;
    picture.facts.remedy = error.remedy;
    picture.smaller.clear();
}

}  // namespace

std::string picture_path(const Publication& publication, const site::Work& work, std::string_view destination) {
    if (text::is_external(destination)) return {};
    const std::string_view path = destination.substr(0, destination.find_first_of("?#"));
    if (path.empty()) return {};
    if (const std::string* companion = find_companion(publication, work, destination)) return *companion;
    const std::string decoded = text::percent_decode(path).value_or(std::string(path));
    return text::resolve(work.url_path, decoded).substr(1);
}

const media::PictureInfo* shown_info(const Publication& publication, const site::Work& work,
                                     std::string_view destination) {
    const std::string path = picture_path(publication, work, destination);
    if (path.empty()) return nullptr;
    graph::note(graph::FactKind::Picture, {path});
    const ShownPicture* shown = publication.pictures().find(path);
    return shown == nullptr || !shown->facts.info ? nullptr : &*shown->facts.info;
}

bool shows_same_pictures(const site::Work& a, const site::Work& b) {
    const auto shown_by = [](const site::Work& work) {
        std::vector<std::string_view> names;
        for (const site::InternalReference& reference : work.references)
            if (shows_picture(reference) || links_picture(reference)) names.emplace_back(reference.destination);
        if (work.metadata.cover) names.emplace_back(work.metadata.cover->value);
        return names;
    };
    return shown_by(a) == shown_by(b);
}

Result<void> Pictures::look_at(const PictureReading& reading) {
    shown_.clear();
    const Publication& publication = reading.publication;
    if (!publication.configuration().pictures.is_enabled) return {};
    for (const site::Work& work : publication.catalog().works()) {
        for (const site::InternalReference& reference : work.references) {
            const bool is_shown = shows_picture(reference) && is_picture_name(reference.destination);
            if (is_shown || links_picture(reference))
                shown_[picture_path(publication, work, reference.destination)].is_shown |= is_shown;
        }
        if (const auto& cover = work.metadata.cover; cover && is_picture_name(cover->value))
            shown_[picture_path(publication, work, cover->value)].is_shown = true;
    }
    return look_at_shown(reading);
}

Result<void> Pictures::look_again(const PictureReading& reading, std::span<const PictureMark> marks) {
    shown_.clear();
    for (const PictureMark& mark : marks) shown_[std::string(mark.output_path)].is_shown = mark.is_shown;
    return look_at_shown(reading);
}

std::vector<PictureMark> Pictures::marks() const {
    std::vector<PictureMark> marks;
    for (const auto& [path, picture] : shown_) marks.push_back({path, picture.is_shown});
    return marks;
}

Result<void> Pictures::look_at_shown(const PictureReading& reading) {
    if (shown_.empty()) return {};
    std::vector<ShownPicture*> found;
    for (const site::CopiedFile& file : reading.publication.plan().copies) {
        const auto shown = shown_.find(file.output_path);
        if (shown == shown_.end()) continue;
        shown->second.file = &file;
        found.push_back(&shown->second);
    }
    std::erase_if(shown_, [](const auto& picture) { return picture.second.file == nullptr; });
    std::vector<std::optional<Error>> failed(found.size());
    parallel::for_each_index(found.size(), reading.threads, [&](std::size_t i, std::size_t) {
        auto looked = look_at(reading, *found[i]);
        if (!looked) failed[i] = std::move(looked).error();
    });
    for (std::optional<Error>& error : failed)
        if (error) return fail(std::move(*error));
    has_faults_ = std::ranges::any_of(found, [](const ShownPicture* picture) { return !picture->facts.info; });
    return {};
}

Result<void> Pictures::look_at(const PictureReading& reading, ShownPicture& picture) const {
    const site::CopiedFile& file = *picture.file;
    OriginalBytes original(reading.disk, file);
    std::optional<PictureFacts> facts;
    const auto known = reading.inputs.known_digest(reading.before, file.disk_path);
    if (known) {
        picture.digest = *known;
    } else {
        const auto bytes = original.get();
        if (!bytes) return set_fault(picture, bytes.error()), Result<void>();  // copying it tells that again
        picture.digest = text::digest_of(**bytes);
    }
    facts = find_picture_facts(reading.cache, picture.digest, file.output_path);
    if (!facts) {
        const auto bytes = original.get();
        if (!bytes) return set_fault(picture, bytes.error()), Result<void>();
        facts = examine_picture(**bytes, file.output_path).facts;
        keep_picture_facts(reading.cache, picture.digest, file.output_path, *facts);
    }
    picture.facts = std::move(*facts);
    if (!picture.facts.info || !picture.is_shown) return {};
    const site::Pictures& wanted = reading.publication.configuration().pictures;
    picture.smaller = smaller_ones(picture, wanted);
    if (reading.sink == nullptr) return {};
    for (std::size_t i = 0; i < picture.smaller.size(); ++i) {
        const SmallerPicture& one = picture.smaller[i];
        if (reading.publication.plan().has_output(one.output_path)) continue;  // the writer has it in static/
        if (reading.sink->standing(one.output_path)) {
            reading.sink->keep(one.output_path);
            continue;
        }
        auto bytes = reading.store == nullptr ? std::nullopt : reading.store->find(one.kept_name);
        if (!bytes || !is_whole(*bytes, one.width)) {
            const auto from = original.get();
            if (!from) return set_fault(picture, from.error()), Result<void>();
            auto made = media::derive(**from, file.output_path, *picture.facts.info,
                                      {one.width, static_cast<std::uint32_t>(wanted.quality)});
            if (!made) return set_fault(picture, made.error()), Result<void>();
            bytes = std::move(*made);
            if (reading.store != nullptr) reading.store->put(one.kept_name, *bytes);
        }
        CHECK(reading.sink->put(one.output_path, std::move(*bytes)));
    }
    return {};
}

const ShownPicture* Pictures::find(std::string_view output_path) const {
    const auto found = shown_.find(output_path);
    return found == shown_.end() ? nullptr : &found->second;
}

Diagnostics Pictures::faults(const Publication& publication) const {
    Diagnostics faults;
    if (!has_faults_) return faults;
    for (const site::Work& work : publication.catalog().works()) {
        const auto add_fault = [&](const std::string& destination, std::uint32_t line, std::uint32_t column) {
            const ShownPicture* picture = find(picture_path(publication, work, destination));
            if (picture == nullptr || picture->facts.info || (picture->facts.is_served && !picture->is_shown)) return;
            const std::string place = publication.configuration().content_folder + "/" + work.path;
            faults.push_back(
                {Severity::Warning, content_error(fmt::format("'{}': {}{}", destination, picture->facts.fault,
                                                              picture->facts.is_served ? "" : "; it is not published"),
                                                  picture->facts.remedy, Place{place, line, column})});
        };
        if (const auto& cover = work.metadata.cover) add_fault(cover->value, cover->line, cover->column);
        for (const site::InternalReference& reference : work.references)
            if (shows_picture(reference) || links_picture(reference))
                add_fault(reference.destination, reference.line, reference.column);
    }
    return faults;
}

std::set<std::string, std::less<>> Pictures::names() const {
    std::set<std::string, std::less<>> names;
    for (const auto& [path, picture] : shown_)
        for (const SmallerPicture& one : picture.smaller) names.insert(one.kept_name);
    return names;
}

}  // namespace byline::publish
