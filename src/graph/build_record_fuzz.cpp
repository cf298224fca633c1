// Bytes that the checksum vouches for are read without a fault, and what is a record gives the same bytes when it is
// written again.
#include <cstdlib>

#include "graph/build_record.hpp"
#include "graph/sealed_record.hpp"

namespace byline::graph {
namespace {

std::string written_again(const BuildRecord& record) {
    RecordWriter writer(record.bytes().size());
    writer.begin_sources(record.sources().size());
    for (const RecordedSource& source : record.sources()) writer.add_source(source);
    writer.begin_files(record.files().size());
    for (const RecordedFile& file : record.files()) writer.add_file(file);
    writer.adopt_masks(record);
    writer.begin_facts(record.facts().size());
    for (const RecordedFact& fact : record.facts()) writer.add_fact(fact);
    writer.begin_units(record.units().size());
    for (const RecordedUnit& unit : record.units()) writer.add_whole(unit.whole);
    return std::move(writer).finish(record.head(), record.tables());
}

void require_of_record_body(std::string_view body) {
    const auto record = BuildRecord::read(sealed_record(body));
    if (record == nullptr) return;
    if (written_again(*record) != record->bytes()) std::abort();
    for (const RecordedUnit& unit : record->units()) {
        const UnitReads reads(unit.reads, record->masks());
        if (digests_of(unit).size() * 16 != unit.output_digests.size()) std::abort();
        if (reads.sources().size() + reads.facts().size() > unit.reads.size()) std::abort();
    }
}

// A fuzzer whose inputs are all refused at their first line would find nothing, and say so to nobody.
bool is_aimed() {
    RecordWriter writer(0);
    for (int i = 0; i < 4; ++i) writer.begin_sources(0);  // then files, facts, units
    const std::string whole = std::move(writer).finish({}, "");
    return sealed_record(body_of_record(whole)) == whole && BuildRecord::read(whole) != nullptr;
}

}  // namespace
}  // namespace byline::graph

extern "C" int LLVMFuzzerInitialize(int* /*count*/, char*** /*arguments*/) {
    if (!byline::graph::is_aimed()) std::abort();
    return 0;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    byline::graph::require_of_record_body({reinterpret_cast<const char*>(data), size});
    return 0;
}
