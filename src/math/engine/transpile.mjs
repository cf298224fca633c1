// Makes of Temml one script that Duktape runs, as a C++ source: node transpile.mjs NODE_MODULES OUTPUT.cpp
//
// Duktape speaks ECMAScript 5, so TypeScript's compiler rewrites what is newer. It also puts a count into each function
// and each loop: a formula then gets as many steps as it is given, on every machine the same, and Duktape needs no
// clock (nor the option for one, which Debian's has not).

import fs from 'node:fs';
import path from 'node:path';
import {createRequire} from 'node:module';

const [modules, output] = process.argv.slice(2);
const here = path.dirname(new URL(import.meta.url).pathname);
const require = createRequire(path.join(path.resolve(modules), 'from.js'));
const ts = require('typescript');

const {factory, SyntaxKind} = ts;

// if (--$steps < 0) $stop();
function count() {
    return factory.createIfStatement(
        factory.createBinaryExpression(
            factory.createPrefixUnaryExpression(SyntaxKind.MinusMinusToken, factory.createIdentifier('$steps')),
            SyntaxKind.LessThanToken,
            factory.createNumericLiteral(0)
        ),
        factory.createExpressionStatement(factory.createCallExpression(factory.createIdentifier('$stop'), undefined, []))
    );
}

function counted(block) {
    const statements = ts.isBlock(block) ? block.statements : [block];
    return factory.createBlock([count(), ...statements], true);
}

function count_steps(context) {
    const visit = (node) => {
        const inner = ts.visitEachChild(node, visit, context);
        if (ts.isFunctionDeclaration(inner) && inner.body) {
            return factory.updateFunctionDeclaration(inner, inner.modifiers, inner.asteriskToken, inner.name,
                inner.typeParameters, inner.parameters, inner.type, counted(inner.body));
        }
        if (ts.isFunctionExpression(inner)) {
            return factory.updateFunctionExpression(inner, inner.modifiers, inner.asteriskToken, inner.name,
                inner.typeParameters, inner.parameters, inner.type, counted(inner.body));
        }
        if (ts.isForStatement(inner)) {
            return factory.updateForStatement(inner, inner.initializer, inner.condition, inner.incrementor,
                counted(inner.statement));
        }
        if (ts.isForInStatement(inner)) {
            return factory.updateForInStatement(inner, inner.initializer, inner.expression, counted(inner.statement));
        }
        if (ts.isWhileStatement(inner)) {
            return factory.updateWhileStatement(inner, inner.expression, counted(inner.statement));
        }
        if (ts.isDoStatement(inner)) {
            return factory.updateDoStatement(inner, counted(inner.statement), inner.expression);
        }
        return inner;
    };
    return (file) => ts.visitNode(file, visit);
}

function transpiled(source, counting) {
    const result = ts.transpileModule(source, {
        compilerOptions: {target: ts.ScriptTarget.ES5, module: ts.ModuleKind.CommonJS, removeComments: true, alwaysStrict: false},
        // After the rewriting, so that what it makes of classes, arrows and `for of` is counted too.
        transformers: {after: counting ? [count_steps] : []},
        reportDiagnostics: true
    });
    const faults = (result.diagnostics || []).filter((d) => d.category === ts.DiagnosticCategory.Error);
    if (faults.length > 0) throw new Error(ts.flattenDiagnosticMessageText(faults[0].messageText, '\n'));
    return result.outputText;
}

const read = (file) => fs.readFileSync(file, 'utf8');
const temml = path.join(modules, 'temml', 'dist', 'temml.cjs');
const version = JSON.parse(read(path.join(modules, 'temml', 'package.json'))).version;
const script = [
    '(function () {',
    'var $steps = 1e9;',
    "function $stop() { throw new RangeError('$steps'); }",
    transpiled(read(path.join(here, 'missing.js')), true),
    'var module = {};',
    transpiled(read(temml), true),
    'var temml = module.exports;',
    // It sets the count, so it must not be stopped by the last one.
    transpiled(read(path.join(here, 'render.js')), false),
    'return $render;',
    '})()'
].join('\n')
    .replace(/^ +/gm, '')
    // Characters beyond ASCII stand in strings and patterns only, which know this form of them.
    .replace(/[^\x00-\x7f]/g, (unit) => '\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0'));

const literal = script
    .match(/[^\n]*\n?/g)
    .filter((line) => line !== '')
    .map((line) => JSON.stringify(line).replace(/\?\?/g, '?\\?'))
    .join('\n    ');
const cpp = `// Made by src/math/engine/transpile.mjs from Temml ${version}; not edited.
#include "math/engine_script.hpp"

namespace byline::math {

std::string_view engine_script() {
    // Its length is known without being counted, which compilers limit.
    static constexpr char script[] =
    ${literal};
    return {script, sizeof(script) - 1};
}

}  // namespace byline::math
`;
fs.mkdirSync(path.dirname(output), {recursive: true});
fs.writeFileSync(output, cpp);
