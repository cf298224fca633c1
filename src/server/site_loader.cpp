#include "server/site_loader.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "http/content_type.hpp"
#include "http/target.hpp"
#include "text/digest.hpp"

namespace byline::server {

namespace {

constexpr int attempts_max = 20;
constexpr std::string_view caching_of_texts = "no-cache";  // kept, and asked for again each time: most often 304
constexpr std::string_view caching_of_media = "public, max-age=600";
constexpr std::string_view caching_of_fingerprints = "public, max-age=31536000, immutable";
constexpr std::string_view index_name = "index.html";
constexpr std::string_view missing_name = "404.html";
constexpr int moved_permanently = 301;
constexpr std::size_t fingerprint_digits = 8;
constexpr std::int64_t nanoseconds_of_second = 1'000'000'000;

bool is_document(std::string_view content_type) {
    return content_type.starts_with("text/html") || content_type.starts_with("application/xhtml") ||
           content_type.starts_with("image/svg") || content_type.starts_with("application/xml") ||
           content_type.starts_with("application/atom") || content_type.starts_with("application/rss");
}

bool is_page(std::string_view path) {
    return path.ends_with(".html");
}

// Pages that show them do not break when one of them is a little older than the other.
bool is_media(std::string_view content_type) {
    return content_type.starts_with("image/") || content_type.starts_with("font/") ||
           content_type.starts_with("audio/") || content_type.starts_with("video/");
}

bool is_worth_compressing(std::string_view content_type) {
    static constexpr std::array<std::string_view, 10> beginnings = {
        "text/",           "application/json",      "application/xml",  "application/atom", "application/rss",
        "application/ld+", "application/manifest+", "application/wasm", "image/svg",        "font/ttf",
    };
    return std::any_of(beginnings.begin(), beginnings.end(),
                       [&](std::string_view beginning) { return content_type.starts_with(beginning); });
}

bool is_same(const disk::Entry& left, const disk::Entry& right) {
    return left.kind == right.kind && left.size == right.size && left.modified_ns == right.modified_ns &&
           left.changed_ns == right.changed_ns && left.inode == right.inode;
}

// Names with a leading dot are what tools keep for themselves (.git, what rsync has not finished), but for
// .well-known/.
bool is_hidden(std::string_view path) {
    static constexpr std::string_view public_folder = ".well-known/";
    if (path.starts_with(public_folder)) path.remove_prefix(public_folder.size());
    return path.starts_with('.') || path.find("/.") != std::string_view::npos;
}

// Links are not followed: what they lead to may lie outside.
Result<std::vector<disk::Entry>> list_files(const LoadOptions& options, const disk::Disk& disk) {
    std::vector<Error> failed;
    TRY(std::vector<disk::Entry> entries, disk.list(options.folder, disk::DotNames::List, failed));
    if (!failed.empty()) return fail(failed.front());
    std::erase_if(
        entries, [](const disk::Entry& entry) { return entry.kind != disk::EntryKind::File || is_hidden(entry.path); });
    // Pages take the memory that there is first: only into them goes what readers say.
    std::stable_partition(entries.begin(), entries.end(), [](const disk::Entry& entry) { return is_page(entry.path); });
    return entries;
}

// Where an old address leads, as `byline build` writes it for hosts that know nothing but files; empty for other pages.
// A redirect of HTTP says the same, and the browser keeps what stands behind # ("#comment.7" in a letter), which is
// lost when a page refreshes.
std::string moved_to(std::string_view page) {
    constexpr std::string_view begins = "<link rel=\"canonical\" href=\"";
    constexpr std::size_t most_bytes = 8192;
    const std::size_t at = page.find(begins);
    if (page.size() > most_bytes || at == std::string_view::npos) return {};
    page.remove_prefix(at + begins.size());
    const std::string_view url = page.substr(0, page.find('"'));
    page.remove_prefix(url.size());
    const std::string rest =
        "\">\n<meta name=\"robots\" content=\"noindex\">\n<meta http-equiv=\"refresh\" content=\"0; url=" +
        std::string(url) + "\">\n";
    // What would have to be escaped otherwise in a header than in HTML stays a page.
    const bool is_plain = std::ranges::all_of(url, [](char c) { return c > ' ' && c <= '~' && c != '&'; });
    return is_plain && page.starts_with(rest) ? std::string(url) : std::string();
}

class SnapshotMaker {
  public:
    SnapshotMaker(const LoadOptions& options, const disk::Disk& disk, const SiteSnapshot* before)
        : options_(options), disk_(disk), before_(before) {}

    Result<void> add(const disk::Entry& entry);
    [[nodiscard]] std::shared_ptr<const SiteSnapshot> take() { return std::move(snapshot_); }

  private:
    [[nodiscard]] ResourceFacts facts_of(const disk::Entry& entry) const;
    [[nodiscard]] const LoadedFile* loaded_before(const std::string& path) const;
    Result<SitePlace> load(const disk::Entry& entry) const;
    void put(const std::string& path, const SitePlace& place);
    void put_missing_page(const std::string& path, const SitePlace& place);

    const LoadOptions& options_;
    const disk::Disk& disk_;
    const SiteSnapshot* before_;
    std::shared_ptr<SiteSnapshot> snapshot_ = std::make_shared<SiteSnapshot>();  // shared: becomes the published one
};

ResourceFacts SnapshotMaker::facts_of(const disk::Entry& entry) const {
    ResourceFacts facts;
    facts.content_type = http::content_type_of(entry.path);
    facts.caching = has_fingerprint(entry.path)    ? caching_of_fingerprints
                    : is_media(facts.content_type) ? caching_of_media
                                                   : caching_of_texts;
    facts.extra_lines = is_document(facts.content_type) ? options_.page_lines : options_.other_lines;
    facts.is_compressible = is_worth_compressing(facts.content_type);
    return facts;
}

const LoadedFile* SnapshotMaker::loaded_before(const std::string& path) const {
    if (before_ == nullptr) return nullptr;
    const auto found = before_->files.find(path);
    return found == before_->files.end() ? nullptr : &found->second;
}

Result<SitePlace> SnapshotMaker::load(const disk::Entry& entry) const {
    SitePlace place;
    ResourceFacts facts = facts_of(entry);
    const std::string path = options_.folder + "/" + entry.path;
    const auto size = static_cast<std::uint64_t>(entry.size);
    if (size > options_.file_bytes_max || snapshot_->memory_bytes + size > options_.memory_bytes_max) {
        facts.is_compressible = false;
        place.file = std::make_shared<const DiskFile>(DiskFile{path, std::move(facts)});
        return place;
    }
    TRY(std::string bytes, disk_.read(path, static_cast<std::int64_t>(options_.file_bytes_max)));
    facts.tag = text::digest_of(bytes).hex();
    facts.modified = static_cast<std::time_t>(entry.modified_ns / nanoseconds_of_second);
    if (facts.content_type.starts_with("text/html")) facts.location = moved_to(bytes);
    if (!facts.location.empty()) facts.status = moved_permanently;
    const LoadedFile* const old = loaded_before(entry.path);
    if (old != nullptr && old->place.resource && old->place.resource->facts().tag == facts.tag) {
        place.resource = old->place.resource;  // written again with the same bytes
    } else {
        place.resource =
            std::make_shared<const Resource>(std::move(facts), std::make_shared<const std::string>(std::move(bytes)));
    }
    return place;
}

Result<void> SnapshotMaker::add(const disk::Entry& entry) {
    if (!http::parse_target(http::encode_path("/" + entry.path))) return {};  // no address leads there
    const LoadedFile* const old = loaded_before(entry.path);
    SitePlace place;
    if (old != nullptr && is_same(old->entry, entry)) {
        place = old->place;
    } else {
        TRY(place, load(entry));
    }
    if (place.resource) snapshot_->memory_bytes += place.resource->identity().bytes->size();
    if (place.file) ++snapshot_->disk_files;
    if (place.file && is_page(entry.path)) ++snapshot_->disk_pages;
    put(entry.path, place);
    snapshot_->files.emplace(entry.path, LoadedFile{entry, std::move(place)});
    return {};
}

void SnapshotMaker::put(const std::string& path, const SitePlace& place) {
    const std::string address = options_.base_path + path;
    snapshot_->places[address] = place;
    if (path == missing_name || path.ends_with("/" + std::string(missing_name))) put_missing_page(address, place);
    if (path != index_name && !path.ends_with("/" + std::string(index_name))) return;
    const std::string folder = address.substr(0, address.size() - index_name.size());
    snapshot_->places[folder] = place;
    if (folder == "/") return;
    SitePlace redirect;
    redirect.redirect = http::encode_path(folder);
    // A file of that name without a slash comes first.
    snapshot_->places.emplace(folder.substr(0, folder.size() - 1), std::move(redirect));
}

void SnapshotMaker::put_missing_page(const std::string& path, const SitePlace& place) {
    if (!place.resource) return;
    const std::string folder = path.substr(0, path.size() - missing_name.size());
    if (before_ != nullptr) {
        const auto old = before_->missing_pages.find(folder);
        if (old != before_->missing_pages.end() && old->second->identity().bytes == place.resource->identity().bytes) {
            snapshot_->missing_pages[folder] = old->second;
            return;
        }
    }
    ResourceFacts facts = place.resource->facts();
    facts.status = 404;
    facts.tag.clear();
    facts.modified = 0;
    snapshot_->missing_pages[folder] = std::make_shared<const Resource>(facts, place.resource->identity().bytes);
}

}  // namespace

bool has_fingerprint(std::string_view path) {
    const std::string_view name = path.substr(path.rfind('/') + 1);
    const std::size_t end = name.rfind('.');
    if (end == std::string_view::npos || end < fingerprint_digits + 2) return false;
    const std::string_view digits = name.substr(end - fingerprint_digits, fingerprint_digits);
    return name[end - fingerprint_digits - 1] == '.' && std::all_of(digits.begin(), digits.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
           });
}

Result<std::shared_ptr<const SiteSnapshot>> load_site(const LoadOptions& options, const disk::Disk& disk,
                                                      const SiteSnapshot* before) {
    std::optional<Error> fault;
    for (int attempt = 0; attempt < attempts_max; ++attempt) {
        TRY(std::vector<disk::Entry> entries, list_files(options, disk));
        SnapshotMaker maker(options, disk, before);
        fault.reset();
        for (const disk::Entry& entry : entries) {
            auto added = maker.add(entry);
            if (added) continue;
            fault = added.error();  // gone since it was listed, perhaps
            break;
        }
        auto again = list_files(options, disk);
        const bool is_at_rest = again && std::equal(entries.begin(), entries.end(), again->begin(), again->end(),
                                                    [](const disk::Entry& left, const disk::Entry& right) {
                                                        return left.path == right.path && is_same(left, right);
                                                    });
        if (is_at_rest && !fault) return maker.take();
        if (is_at_rest) return fail(*fault);
    }
    return fail(system_error("the files in " + options.folder + " change faster than they can be read",
                             "wait for the program that writes there, then send SIGHUP", {options.folder, 0, 0}));
}

}  // namespace byline::server
