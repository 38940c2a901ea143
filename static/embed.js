// The box for other sites' pages. It stands in a shadow root, so that neither page can spoil the other, and it is a
// plain form of the full site wherever something is missing: an old browser, a refused or a failed request.

const KINDS = {
  duty: "部门职责", boundary: "职责边界", supervision: "事中事后监管", service: "公共服务", power: "权责事项",
  row: "未归类的原文（表格）", passage: "未归类的原文",
};
const MATTERS = 3; // shown in place; the rest is on the full page
const HITS = 5;
const PATIENCE = 10000; // milliseconds

const script = document.currentScript;
const site = script.src.replace(/\/embed\.js([?#].*)?$/, "");
const settings = script.dataset;

/** An element with attributes and children; texts become text nodes, never markup. */
function make(name, attributes, children) {
  const element = document.createElement(name);
  Object.keys(attributes).forEach(function (key) {
    element.setAttribute(key, attributes[key]);
  });
  (children || []).forEach(function (child) {
    element.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
  });
  return element;
}

/** A link to a page of the full site. */
function link(path, text) {
  return make("a", { href: site + path, target: "_blank", rel: "noopener" }, [text]);
}

/** The query string of a search within the region and department of the settings. */
function search(text, more) {
  const values = { q: text, region: settings.region, department: settings.department };
  return Object.keys(values)
    .filter(function (name) {
      return values[name];
    })
    .map(function (name) {
      return name + "=" + encodeURIComponent(values[name]);
    })
    .concat(more || [])
    .join("&");
}

/** The box as a plain form of the full site. */
function plainForm() {
  const form = make("form", { action: site + "/search", method: "get", target: "_blank", role: "search", "aria-label": "查职责清单" }, [
    make("label", { for: "qingdan-q" }, ["查找事项、部门、法规或文号"]),
    make("input", {
      id: "qingdan-q",
      name: "q",
      type: "search",
      maxlength: "200",
      required: "",
      autocomplete: "off",
      placeholder: settings.placeholder || "事项、部门、法规或文号",
    }),
  ]);
  ["region", "department"].forEach(function (name) {
    if (settings[name]) form.appendChild(make("input", { type: "hidden", name: name, value: settings[name] }));
  });
  form.appendChild(make("button", { type: "submit" }, ["查找"]));
  return form;
}

/** Black or white, whichever is read better on a colour (WCAG relative luminance). */
function inkOn(colour) {
  const parts = [1, 3, 5].map(function (at) {
    const part = parseInt(colour.substr(at, 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
  });
  return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] > 0.179 ? "#000000" : "#ffffff";
}

/** Rules for a shadow root. Where pages forbid inline styles, a constructed sheet is still allowed. */
function dress(root) {
  if (root.adoptedStyleSheets && "replaceSync" in CSSStyleSheet.prototype) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
  } else {
    root.appendChild(make("style", {}, [STYLE]));
  }
}

/** The matters of an answer's lines, best first: lists of lines that belong together. */
function byMatter(lines) {
  const matters = [];
  lines.forEach(function (line) {
    const last = matters[matters.length - 1];
    if (last && last[0].id === line.id) last.push(line);
    else matters.push([line]);
  });
  return matters;
}

function matterView(lines) {
  const rows = lines.map(function (line) {
    const name = make("dt", {}, [line.agency || "（未写明部门）"]);
    if (line.now) name.appendChild(make("p", { class: "now" }, [line.now]));
    return make("div", {}, [name, make("dd", {}, [line.role])]);
  });
  const title = make("h3", {}, [link("/entries/" + encodeURIComponent(lines[0].id), lines[0].matter)]);
  return make("article", { class: "matter" }, [
    title,
    make("p", { class: "from" }, [lines[0].department]),
    make("dl", {}, rows),
  ]);
}

function hitView(hit) {
  return make("li", {}, [
    link("/entries/" + encodeURIComponent(hit.id), hit.title),
    make("span", { class: "from" }, ["　" + KINDS[hit.kind] + "　" + hit.department]),
  ]);
}

/** What a search found, as elements. */
function answerViews(answer, text) {
  const matters = byMatter(answer.agencies).slice(0, MATTERS);
  const views = matters.map(matterView);
  if (!matters.length && answer.hits.length) {
    views.push(make("ul", { class: "hits" }, answer.hits.slice(0, HITS).map(hitView)));
  }
  if (answer.suggestion) {
    views.push(make("p", {}, ["您要找的是不是：", link("/search?" + search(answer.suggestion), answer.suggestion)]));
  }
  if (answer.total) {
    views.push(make("p", { class: "all" }, [link("/search?" + search(text), "查看全部 " + answer.total + " 条（新窗口）")]));
  }
  return views;
}

function mount() {
  const form = plainForm();
  const input = form.querySelector("input");
  const status = make("p", { class: "status", role: "status" });
  const answers = make("div", { class: "answers" });
  const box = make("div", { class: "qingdan", lang: "zh-CN" }, [form, status, answers]);
  if (/^#[0-9a-f]{6}$/i.test(settings.accent || "")) {
    box.style.setProperty("--accent", settings.accent);
    box.style.setProperty("--accent-ink", inkOn(settings.accent));
  }

  const stand = make("div", {});
  const fallback = script.previousElementSibling;
  if (fallback && fallback.matches("form.qingdan-form")) {
    // The snippet's own form has served until now; what was typed into it goes on here.
    input.value = fallback.elements.q.value;
    fallback.parentNode.replaceChild(stand, fallback);
  } else {
    script.parentNode.insertBefore(stand, script);
  }
  const root = stand.attachShadow({ mode: "open" });
  dress(root);
  root.appendChild(box);

  const choices = combobox(input, {
    holder: form,
    id: "qingdan-choices",
    address: function (text) {
      return site + "/api/suggest?q=" + encodeURIComponent(text);
    },
    chosen: function () {
      if (settings.answers === "page") form.submit();
      else answerInPlace();
    },
  });
  if (settings.answers === "page") {
    status.hidden = true;
    return;
  }

  let asked = 0;
  let away = false;

  function show(views, message) {
    answers.textContent = "";
    views.forEach(function (view) {
      answers.appendChild(view);
    });
    status.textContent = message;
  }

  function answerInPlace() {
    const text = input.value.trim();
    if (!text) return;
    choices.close();
    asked += 1;
    const own = asked;
    const late = setTimeout(function () {
      fail();
    }, PATIENCE);
    status.textContent = "正在查找……";

    function fail() {
      clearTimeout(late);
      if (own !== asked) return;
      asked += 1;
      away = true;
      show([], "暂时连不上检索服务。再按一次“查找”，将在新窗口打开检索网站。");
    }

    fetch(site + "/api/search?" + search(text, ["size=" + HITS]))
      .then(function (response) {
        return response.ok || response.status === 400 ? response.json() : Promise.reject(response.status);
      })
      .then(function (answer) {
        clearTimeout(late);
        if (own !== asked) return;
        if (answer.error) show([], answer.error);
        else show(answerViews(answer, text), summary(answer));
      })
      .catch(fail);
  }

  function summary(answer) {
    if (!answer.total) return "没有找到。可以换一个说法，或拨打 12345 政务服务热线。";
    const matters = byMatter(answer.agencies).length;
    return "共 " + answer.total + " 条" + (matters ? "，下面是最相关事项的负责部门" : "");
  }

  form.addEventListener("submit", function (event) {
    if (away) return;
    event.preventDefault();
    answerInPlace();
  });
}

// Without shadow roots or fetch the snippet's own form stays; where there is none, a plain one is put in.
if (window.fetch && Element.prototype.attachShadow) {
  mount();
} else if (!(script.previousElementSibling && script.previousElementSibling.matches("form.qingdan-form"))) {
  script.parentNode.insertBefore(plainForm(), script);
}
