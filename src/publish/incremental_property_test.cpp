// After any sequence of edits, what stands in the output folder is what a build from nothing makes: byte for byte, the
// same files, the same diagnostics; and nothing else was touched.
//
// BYLINE_STEPS and BYLINE_SEED choose how many builds, and which sequences (./dev soak).
#include <array>
#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "publish/random_edits.hpp"
#include "publish/sample_site.hpp"

namespace byline::publish {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// Under AddressSanitizer and without optimisation a build takes twenty times as long.
#ifdef BYLINE_SANITIZED
constexpr bool is_slow = true;
#else
constexpr bool is_slow = false;
#endif

std::uint64_t number_from_environment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text == nullptr || *text == '\0' ? otherwise : std::strtoull(text, nullptr, 10);
}

// Shrinks what failed and tells it.
std::string told(const EditedSite::Files& files, OutputPlace place, const RandomRun& run, std::uint64_t seed,
                 const BuildAgain& make) {
    const SiteHistory shortest = Shrinking(files, place, make).shortest(run.history);
    return fmt::format(
        "{}\n\nafter {} events of BYLINE_SEED={}; the shortest that goes wrong:\n{}\nwhich ends with: {}", run.failure,
        run.history.size(), seed, printed(shortest), replayed(files, place, shortest, make));
}

TEST(IncrementalBuild, IsWhatABuildFromNothingMakes) {
    const EditedSite::Files files = is_slow ? sample_site(6, 5) : sample_site(24, 18);
    const std::uint64_t steps = number_from_environment("BYLINE_STEPS", is_slow ? 24 : 200);
    const std::uint64_t first_seed = number_from_environment("BYLINE_SEED", 1);
    constexpr std::uint64_t steps_of_a_run =
        is_slow ? 8 : 50;  // then from the beginning: sites that were edited for long are odd
    RebuildCounts sum;
    for (std::uint64_t done = 0, seed = first_seed; done < steps; done += steps_of_a_run, ++seed) {
        constexpr std::array places = {OutputPlace::Folder, OutputPlace::Workshop, OutputPlace::Memory};
        const OutputPlace place = places[seed % places.size()];
        const auto steps_left = static_cast<std::size_t>(std::min(steps_of_a_run, steps - done));
        const RandomRun run = run_randomly(files, place, seed, steps_left, build_again);
        if (!run.failure.empty()) FAIL() << told(files, place, run, seed, build_again);
        sum += run.counts;
        if (steps > 300)
            std::printf("seed %llu: %llu builds right\n", static_cast<unsigned long long>(seed),
                        static_cast<unsigned long long>(sum.builds));
    }
    std::printf(
        "%s; %llu builds, %llu of them of a broken site, %llu amended; %llu of %llu files written, %llu of %llu units "
        "rendered\n",
        has_corpora() ? "texts of the corpora" : "no ../shared/corpora: made-up texts",
        static_cast<unsigned long long>(sum.builds), static_cast<unsigned long long>(sum.failed),
        static_cast<unsigned long long>(sum.amended), static_cast<unsigned long long>(sum.written),
        static_cast<unsigned long long>(sum.files), static_cast<unsigned long long>(sum.rendered),
        static_cast<unsigned long long>(sum.units));
    EXPECT_GT(sum.builds - sum.failed, sum.builds / 2);
}

// Somebody writes: texts change, one after another, and now and then something else. Most builds are amendments of the
// record then, of amendments.
TEST(IncrementalBuild, IsAmendedToWhatABuildFromNothingMakes) {
    const EditedSite::Files files = is_slow ? sample_site(6, 5) : sample_site(20, 16);
    const std::uint64_t steps = number_from_environment("BYLINE_STEPS", is_slow ? 10 : 80);
    const std::uint64_t first_seed = number_from_environment("BYLINE_SEED", 1);
    constexpr std::uint64_t steps_of_a_run = is_slow ? 5 : 40;
    const auto draw = [](const EditedSite& site, RandomChoice& random) {
        if (random.one_in(12)) return any_edit(site, random);
        if (random.one_in(8)) return work_edits::save_unchanged(site, random);
        SiteEdit edit = random.one_in(3) ? work_edits::append_text(site, random) : work_edits::misspell(site, random);
        return edit.apply ? edit : any_edit(site, random);
    };
    RebuildCounts sum;
    for (std::uint64_t done = 0, seed = first_seed; done < steps; done += steps_of_a_run, ++seed) {
        const OutputPlace place = seed % 2 == 0 ? OutputPlace::Memory : OutputPlace::Folder;
        const auto steps_left = static_cast<std::size_t>(std::min(steps_of_a_run, steps - done));
        const RandomRun run = run_randomly(files, place, seed, steps_left, build_again, draw);
        if (!run.failure.empty()) FAIL() << told(files, place, run, seed, build_again);
        sum += run.counts;
    }
    std::printf("%llu builds, %llu amended\n", static_cast<unsigned long long>(sum.builds),
                static_cast<unsigned long long>(sum.amended));
    EXPECT_GT(sum.amended, sum.builds / 4);
}

// Random edits meet each key now and then; here each is set, and taken away again, on a work that all lists show.
TEST(IncrementalBuild, SeesEveryKeyOfFrontMatter) {
    const std::vector<work_edits::KeyValue> keys = {{"title", "\"Another title\""},
                                                    {"date", "2019-02-03"},
                                                    {"date", "2019-02-03T04:05:06Z"},
                                                    {"updated", "2026-05-04"},
                                                    {"publish_at", "2020-01-01"},
                                                    {"publish_at", "2027-01-01"},
                                                    {"expires", "2027-01-01"},
                                                    {"expires", "2020-01-01"},
                                                    {"draft", "true"},
                                                    {"slug", "\"another\""},
                                                    {"path", "\"given/path\""},
                                                    {"kind", "\"note\""},
                                                    {"language", "\"zh\""},
                                                    {"aliases", "[\"/was.html\"]"},
                                                    {"summary", "\"In *short*\""},
                                                    {"summary", "\"In **short**\""},
                                                    {"featured", "\"Read this\""},
                                                    {"cover", "\"/portrait.svg\""},
                                                    {"authors", "[\"Ada\"]"},
                                                    {"canonical", "\"https://a.example.org/\""},
                                                    {"maturity", "\"budding\""},
                                                    {"comments", "\"closed\""},
                                                    {"template", "\"wide\""},
                                                    {"weight", "7"},
                                                    {"event", "\"Conf\""},
                                                    {"event_url", "\"https://conf.example.org/\""},
                                                    {"place", "\"重庆\""},
                                                    {"slides", "\"/slides.pdf\""},
                                                    {"video", "\"https://example.org/v\""},
                                                    {"source", "\"https://example.org/o\""},
                                                    {"source_author", "\"Ada\""},
                                                    {"source_license", "\"MIT\""},
                                                    {"status", "\"dropped\""},
                                                    {"tags", "[\"rare\"]"},
                                                    {"tags", "[\"Names\"]"},
                                                    {"categories", "[\"Lists\"]"},
                                                    {"series", "\"Roadmap\""}};
    EditedSite site(is_slow ? sample_site(4, 3) : sample_site(10, 8), OutputPlace::Memory);
    RebuildCounts counts;
    ASSERT_EQ(check_rebuild(site, build_again, counts), "");
    site.put("content/articles/seen.md", "---\ntitle: Seen\ndate: 2018-01-01\n---\n\nFrom everywhere.\n");
    site.put("content/notes/seen.zh.md", "---\ntitle: 可见\ndate: 2018-01-01\n---\n\n到处。\n");
    for (const std::string path : {"content/articles/seen.md", "content/notes/seen.zh.md"}) {
        const std::string before = *site.find(path);
        for (const work_edits::KeyValue& given : keys) {
            if (is_slow && (&given - keys.data()) % 6 != 0) continue;
            site.put(path, with_front_matter_key(before, given.key, given.value));
            EXPECT_EQ(check_rebuild(site, build_again, counts), "") << path << ", " << given.key << ": " << given.value;
            EXPECT_FALSE(site.is_broken) << given.key;
            site.put(path, before);
            EXPECT_EQ(check_rebuild(site, build_again, counts), "") << path << ", without " << given.key;
        }
    }
}

// What changes for others though no key says so: each must show on a page that reads nothing else.
TEST(IncrementalBuild, SeesWhatTextsAndPlacesChange) {
    const std::string seen = "---\ntitle: Seen\nslug: seen\ndate: 2026-06-03\n---\n\nFrom here.\n\n## One\n\nText.\n";
    const std::string path = "content/articles/seen.md";
    const std::vector<SiteEdit> edits = {
        put_edit(path, seen + "Some more words.\n"),
        put_edit(path, seen + "\n## Two\n"),
        rewrite_edit(path, "another heading",
                     [](std::string text) { return text.replace(text.find("One"), 3, "Eno"); }),
        move_edit(path, "content/articles/renamed.md"),
        put_edit("content/notes/from.md", "---\ntitle: From\n---\n\n[[seen]]\n"),
        put_edit("content/articles/seen.zh.md", "---\ntitle: 可见\n---\n\n到处。\n"),
        {"a day passes", [](EditedSite& site) { site.options.now = *text::parse_timestamp("2026-06-02T12:00:00Z"); }},
        {"its day comes", [](EditedSite& site) { site.options.now = *text::parse_timestamp("2026-06-04T12:00:00Z"); }},
    };
    RebuildCounts counts;
    for (const SiteEdit& edit : edits) {
        EditedSite site(is_slow ? sample_site(4, 3) : sample_site(10, 8), OutputPlace::Memory);
        site.put(path, seen);
        ASSERT_EQ(check_rebuild(site, build_again, counts), "");
        edit.apply(site);
        EXPECT_EQ(check_rebuild(site, build_again, counts), "") << edit.description;
        EXPECT_FALSE(site.is_broken) << edit.description;
    }
}

// An output that forgets to change one file.
class ForgetfulOutput final : public output::OutputSink {
  public:
    ForgetfulOutput(output::OutputSink& inner, std::map<std::string, std::string>& kept) : inner_(inner), kept_(kept) {}

    [[nodiscard]] Result<void> put(const std::string& output_path, output::Content content) override {
        if (output_path == "zh/archive/index.html")
            content = kept_.try_emplace(output_path, content.bytes).first->second;
        return inner_.put(output_path, std::move(content));
    }
    [[nodiscard]] std::optional<text::Digest> standing(const std::string& output_path) const override {
        return inner_.standing(output_path);
    }
    void keep(const std::string& output_path) override { inner_.keep(output_path); }
    [[nodiscard]] std::optional<std::vector<std::string>> standing_below(std::string_view folder) const override {
        return inner_.standing_below(folder);
    }
    [[nodiscard]] std::optional<std::string> read_standing(const std::string& output_path) const override {
        return inner_.read_standing(output_path);
    }
    [[nodiscard]] bool stands_whole(std::size_t threads) const override { return inner_.stands_whole(threads); }
    [[nodiscard]] output::CommitReport keep_all() override { return inner_.keep_all(); }
    void keep_others() override { inner_.keep_others(); }
    void drop(const std::string& output_path) override { inner_.drop(output_path); }
    [[nodiscard]] Result<output::CommitReport> commit() override { return inner_.commit(); }

  private:
    output::OutputSink& inner_;
    std::map<std::string, std::string>& kept_;
};

TEST(IncrementalProperty, FindsAPageThatIsNotBuiltAgain) {
    const EditedSite::Files files = sample_site(8, 6);
    // Each replay begins with the first build, which remembers.
    std::map<std::string, std::string> kept;
    const BuildAgain make = [&](EditedSite& site, output::OutputSink& sink) {
        if (!site.disk.exists(EditedSite::output_folder)) kept.clear();
        ForgetfulOutput output(sink, kept);
        return build(site.options, site.disk, &output, nullptr);
    };
    const RandomRun run = run_randomly(files, OutputPlace::Folder, 1, 100, make);
    ASSERT_THAT(run.failure, HasSubstr("zh/archive/index.html differs at byte "));
    const SiteHistory shortest = Shrinking(files, OutputPlace::Folder, make).shortest(run.history);
    EXPECT_LE(shortest.size(), 4U) << printed(shortest);
    EXPECT_THAT(replayed(files, OutputPlace::Folder, shortest, make), Not(IsEmpty()));
}

TEST(IncrementalProperty, DrawsTheSameFromTheSameSeed) {
    const EditedSite::Files files = sample_site(3, 2);
    const RandomRun one = run_randomly(files, OutputPlace::Folder, 3, 5, build_again);
    const RandomRun other = run_randomly(files, OutputPlace::Folder, 3, 5, build_again);
    EXPECT_EQ(printed(one.history), printed(other.history));
    EXPECT_THAT(one.failure, IsEmpty());
}

}  // namespace
}  // namespace byline::publish
