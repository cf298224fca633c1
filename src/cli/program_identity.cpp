#include "cli/program_identity.hpp"

#include <cstring>
#include <string_view>

#include <elf.h>
#include <link.h>

#include "publish/site_object.hpp"

namespace byline::cli {
namespace {

std::size_t padded(std::size_t size) {
    return (size + 3) / 4 * 4;
}

// The identifier among the notes of one segment, or nothing.
std::string_view identifier_in(std::string_view notes) {
    while (notes.size() >= sizeof(ElfW(Nhdr))) {
        ElfW(Nhdr) note{};
        std::memcpy(&note, notes.data(), sizeof(note));
        notes.remove_prefix(sizeof(note));
        const std::size_t name_size = padded(note.n_namesz);
        const std::size_t value_size = padded(note.n_descsz);
        if (name_size + value_size > notes.size()) return {};
        constexpr std::string_view gnu("GNU\0", 4);  // the note counts the zero
        if (note.n_type == NT_GNU_BUILD_ID && notes.substr(0, note.n_namesz) == gnu)
            return notes.substr(name_size, note.n_descsz);
        notes.remove_prefix(name_size + value_size);
    }
    return {};
}

// Called for the program itself first, then for each library; one answer is enough.
int visit(dl_phdr_info* object, std::size_t, void* found) {
    for (int i = 0; i < object->dlpi_phnum; ++i) {
        const ElfW(Phdr)& segment = object->dlpi_phdr[i];
        if (segment.p_type != PT_NOTE) continue;
        // The loader put it there, at the sum of both.
        const auto* bytes = reinterpret_cast<const char*>(object->dlpi_addr + segment.p_vaddr);
        const std::string_view identifier = identifier_in({bytes, segment.p_memsz});
        if (!identifier.empty()) {
            static_cast<std::string*>(found)->assign(identifier);
            break;
        }
    }
    return 1;
}

}  // namespace

std::string program_identity() {
    std::string identifier;
    ::dl_iterate_phdr(&visit, &identifier);
    std::string identity(publish::generator_name);
    constexpr std::string_view digits = "0123456789abcdef";
    identity += ' ';
    for (const char c : identifier) {
        identity += digits[static_cast<unsigned char>(c) >> 4U];
        identity += digits[static_cast<unsigned char>(c) & 15U];
    }
    return identity;
}

}  // namespace byline::cli
