// What C++ calls: gives the MathML of `tex`, or {message, position} when it is no TeX. `position` counts UTF-16 units
// from 0, and is -1 when Temml names none.
function $render(tex, is_display, macros, most_steps, most_expansions) {
    $steps = most_steps;
    try {
        var mathml = temml.renderToString(tex, {
            displayMode: is_display,
            throwOnError: true,
            trust: false,
            maxExpand: most_expansions,
            macros: JSON.parse(macros)
        });
        // Of \label: two of one page would clash, and \ref, which leads to them, needs a script on the page.
        return mathml.replace(/ id="[^"]*"/g, '');
    } catch (error) {
        if (!(error instanceof temml.ParseError)) throw error;
        // " Expected '}' at position 3: …": where it was is told by the place of the error.
        var said = String(error.message).replace(/ at (?:position \d+|end of input): [\s\S]*$/, '');
        return {message: said, position: typeof error.position === 'number' ? error.position : -1};
    }
}
