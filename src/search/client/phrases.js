// The words of the interface. A theme replaces or adds some with data-search-phrases.
const en = {
  search: 'Search', placeholder: 'Search this site', close: 'Close', more: 'More results', kind: 'Kind', language: 'Language', tag: 'Tag',
  any: 'Any', loading: 'Searching …', failed: 'The search cannot be reached at the moment.', none: 'Nothing was found for “{query}”.',
  some: 'No page has all of these words; these have most of them.', corrected: 'Showing results for “{words}”.', one: '1 result',
  results: '{count} results', archive: 'All pages by date', hint: 'Words, “a phrase in quotes”, 中文. Keys: ↑ ↓ Enter Esc.',
  'kind.article': 'Articles', 'kind.talk': 'Talks', 'kind.note': 'Notes', 'kind.project': 'Projects', 'kind.page': 'Pages',
};
const zh = {
  search: '搜索', placeholder: '搜索本站', close: '关闭', more: '更多结果', kind: '类别', language: '语言', tag: '标签', any: '不限', loading: '正在搜索……',
  failed: '暂时无法搜索。', none: '没有找到“{query}”。', some: '没有页面包含全部词语，以下页面包含其中大部分。', corrected: '显示“{words}”的结果。',
  one: '1 条结果', results: '{count} 条结果', archive: '按日期浏览全部', hint: '可用词语、“加引号的短语”、English。按键：↑ ↓ Enter Esc。',
  'kind.article': '文章', 'kind.talk': '演讲', 'kind.note': '笔记', 'kind.project': '项目', 'kind.page': '页面',
};

export const phrasesFor = (language, own) => ({ ...en, ...(/^zh\b/i.test(language) && zh), ...own });
