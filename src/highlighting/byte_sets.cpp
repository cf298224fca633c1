#include "highlighting/byte_sets.hpp"

namespace byline::highlighting {

ByteSet set_of(std::string_view characters) {
    ByteSet set;
    for (const char c : characters) set.set(static_cast<unsigned char>(c));
    return set;
}

ByteSet range_of(unsigned char first, unsigned char last) {
    ByteSet set;
    for (unsigned value = first; value <= last; ++value) set.set(value);
    return set;
}

const ByteSet& digits() {
    static const ByteSet set = range_of('0', '9');
    return set;
}

const ByteSet& word_bytes() {
    static const ByteSet set = range_of('a', 'z') | range_of('A', 'Z') | digits() | set_of("_");
    return set;
}

const ByteSet& blanks() {
    static const ByteSet set = set_of(" \t");
    return set;
}

const ByteSet& white_space() {
    static const ByteSet set = set_of(" \t\r\n\f\v");
    return set;
}

const ByteSet& beyond_ascii() {
    static const ByteSet set = range_of(0x80, 0xFF);
    return set;
}

}  // namespace byline::highlighting
