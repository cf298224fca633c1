// What Temml uses of the language and Duktape 2.7 does not have. Only what is needed: sets hold text, Object.assign and
// the like come with Duktape.
function Set(items) {
    this.$items = Object.create(null);
    for (var i = 0; items && i < items.length; i++) this.$items[items[i]] = true;
}
Set.prototype.has = function (item) {
    return this.$items[item] === true;
};
Set.prototype.$names = function () {
    return Object.keys(this.$items);
};

function define(owner, name, value) {
    if (!owner[name]) Object.defineProperty(owner, name, {value: value, writable: true, configurable: true});
}

define(Array, 'from', function (source) {
    return source instanceof Set ? source.$names() : Array.prototype.slice.call(source);
});
define(Array.prototype, 'includes', function (item) {
    return this.indexOf(item) >= 0;
});
define(Array.prototype, 'fill', function (value) {
    for (var i = 0; i < this.length; i++) this[i] = value;
    return this;
});
define(Array.prototype, 'find', function (is_wanted) {
    for (var i = 0; i < this.length; i++) if (is_wanted(this[i], i, this)) return this[i];
});
define(Array.prototype, 'findIndex', function (is_wanted) {
    for (var i = 0; i < this.length; i++) if (is_wanted(this[i], i, this)) return i;
    return -1;
});
define(Object, 'values', function (object) {
    return Object.keys(object).map(function (key) { return object[key]; });
});
define(Object, 'entries', function (object) {
    return Object.keys(object).map(function (key) { return [key, object[key]]; });
});
