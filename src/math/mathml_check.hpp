// What Temml may write into a page: elements of MathML and attributes that neither run nor load anything. Temml is
// asked not to trust the formula; this holds it to that, whatever a later version does. A pure function.
#pragma once

#include <string>
#include <string_view>

namespace byline::math {

// The first element or attribute that is not allowed, for a message ("the element 'a'"); empty when all are.
[[nodiscard]] std::string refused_in_mathml(std::string_view mathml);

}  // namespace byline::math
