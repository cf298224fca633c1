// Jinja's own filters, tests and globals, by what they work on.
// Each function adds to a registry before any template is compiled.
#pragma once

namespace byline::templating {

struct Registry;

void add_string_filters(Registry& registry);
void add_text_layout_filters(Registry& registry);
void add_html_filters(Registry& registry);
void add_number_filters(Registry& registry);
void add_sequence_filters(Registry& registry);
void add_selection_filters(Registry& registry);
void add_ordering_filters(Registry& registry);
void add_value_tests(Registry& registry);
void add_globals(Registry& registry);

}  // namespace byline::templating
