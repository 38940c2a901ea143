"""What lists call the columns of their tables: the forms of lists, and for each the labels of its columns.

A form says which records its table gives (`kind`), what its columns are called, and which of them have to be there. A
spelling that another county uses is added to a pattern here, or by the county itself in its manifest (`[columns]`).
Patterns are matched against a whole label without blanks, in half-width brackets, without an explanation in brackets
behind it (备注（说明） is 备注).
"""

from __future__ import annotations

from dataclasses import dataclass

from records.records import Boundary, Duty, Power, Service

_BODY = r"(部门|单位|机关|机构|主体)"
_SEQ = ("seq", r"序号|编号|编码|序|项目编码|事项编码")
_NOTE = ("note", r"备注|说明|备注说明")
_AREA = r"(抽查|检查|监管|所属|涉及|行业|业务|工作|管理|行政)?(领域|类别|大类|门类|分类)(名称)?"
_BASIS = r"(相关|法律|法定|设定|职责|政策|主要)?(法律法规)?(文件)?依据|法律法规(及文件)?依据?"
_ACT_BASIS = (
    rf"{_BASIS}|(实施|执法|检查|抽查|职权|权力|行使|监管|处罚|办理|服务|事项|行政检查|执法检查)的?"
    r"(法律)?依据(名称|及条款|和条款)?"
)
_LEADING = r"(牵头|主管|主责|主办|主要责任|(主要)?牵头负责|(行业)?主管)"
_ASSISTING = r"(配合|协助|协同|协办|参与|联动|配合协助|协同配合)"
_SUPERIOR = r"(对应|相关|有关)?(的)?(上级|县级|县直|区级|区直|市级|市直|县区级|县\(区\)级)"
_TOWNSHIP = (
    r"本?(乡镇|镇街|街镇|镇|乡|街道|镇\(街道\)|乡镇\(街道\)|乡\(镇\)|乡\(镇、街道\)|乡镇、街道|街道\(乡镇\)|"
    r"街道办事处|属地)"
)
_SHARE = r"(职责|责任|权责|事权|职能|任务)(分工|边界|划分|界定|内容|任务|清单|事项)?|分工(内容|情况)?"


@dataclass(frozen=True, slots=True)
class Form:
    """A kind of table that lists have: what its rows are, its columns by field, and the fields that it needs.

    Of `needed` one set has to be among the columns. An `announced` form is only looked for below a title or
    heading that names it, since its labels alone say too little.
    """

    name: str
    kind: str
    columns: tuple[tuple[str, str], ...]
    needed: tuple[frozenset[str], ...]
    announced: bool = False


def _needs(*sets: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(names.split()) for names in sets)


DUTIES = Form(
    "duty",
    Duty.kind,
    (
        _SEQ,
        ("duty", r"(部门|单位)?(主要)?(职责|责任|职能)(内容|名称|事项)?|职责类别"),
        (
            "item",
            r"(具体|主要|细化)?(工作|职责|责任)(事项|内容|任务)|(具体|细化)(职责|责任|内容|事项|责任事项)|对应的?具体工作事项",
        ),
        (
            "office",
            r"(责任|承担|承办|负责|主管|内设)(处室|科室|股室|机构|单位|部门)(名称)?|处室|科室|股室|"
            r"(责任|承办|主管)(处|科|股)\(?室?\)?",
        ),
        _NOTE,
    ),
    _needs("duty item"),
)
SHARES = Form(
    "boundary",
    Boundary.kind,
    (
        _SEQ,
        (
            "matter",
            r"(管理|监管|职责|边界|交叉|涉及|具体|工作|履职)?(事项|领域)(名称)?|管理事项及?名称|职责名称|(工作|任务|职责)名称",
        ),
        ("category", _AREA),
        (
            "agency",
            r"(相关|涉及|有关|责任|监管|职责|执法|审批|实施|承担|负责)?(部门|单位|主体)(名称)?|(相关|涉及|责任)?部门\(?单位\)?|部门、单位",
        ),
        ("lead_agency", rf"{_LEADING}{_BODY}(名称)?|牵头负责{_BODY}"),
        ("assist_agency", rf"{_ASSISTING}{_BODY}(名称)?"),
        ("other_agency", rf"(监管|执法|处罚|后续监管|日常监管){_BODY}(名称)?"),
        ("role", rf"(主要|具体|监管|工作|相关|部门|各部门|责任|审批|审批部门)?({_SHARE})|具体(职责|责任)"),
        ("other_role", rf"(监管|执法|处罚|后续监管|日常监管)({_BODY})?(的)?({_SHARE})"),
        ("lead_role", rf"{_LEADING}({_BODY})?(的)?(工作|主要)?({_SHARE})|主体责任|主要责任"),
        ("assist_role", rf"{_ASSISTING}({_BODY})?(的)?(工作)?({_SHARE})"),
        ("basis", _BASIS),
        ("case", r"(相关|典型|有关)?(案例|事例|举例)(说明)?"),
        _NOTE,
    ),
    _needs("agency role", "matter role", "matter lead_role", "matter assist_role"),
)
ASSISTING = Form(
    "assisting",
    Boundary.kind,
    (
        _SEQ,
        ("matter", r"(配合|管理|监管|具体)?(履职)?(事项|工作)(名称|内容)?"),
        ("category", _AREA),
        ("lead_agency", rf"{_SUPERIOR}(主管|责任|业务|牵头|职能)?{_BODY}(名称)?"),
        (
            "lead_role",
            rf"{_SUPERIOR}(主管|责任|业务|牵头|职能)?{_BODY}(的)?(主要|具体|工作)?({_SHARE}|履职(事项|职责))",
        ),
        (
            "own_role",
            rf"{_TOWNSHIP}(的)?(配合|协助|协同)?(履职|工作|配合)?(的)?({_SHARE}|事项)|(配合|协助)(履职)?({_SHARE}|事项)",
        ),
        ("basis", _BASIS),
        _NOTE,
    ),
    _needs("matter lead_agency lead_role", "matter lead_agency own_role", "matter lead_role own_role"),
)
TAKEN_BACK = Form(
    "taken back",
    Boundary.kind,
    (
        _SEQ,
        ("matter", r"(收回|上收|履职|具体|管理|监管)?(事项|工作)(名称|内容)?"),
        ("category", _AREA),
        ("lead_agency", rf"(承接|接收|收回|上收|上级|承办)(的)?(上级)?(责任|主管)?{_BODY}(名称)?"),
        ("lead_role", r"(承接|收回|工作|履职|办理|监管|落实|处置)(后)?(的)?(工作)?(方式|措施|方法)(内容)?"),
        ("lead_both", rf"(承接|接收|收回){_BODY}(及|和|与|、)(其)?(工作|履职|承接|监管)?(方式|措施)"),
        _NOTE,
    ),
    _needs("matter lead_agency lead_role", "matter lead_both"),
)
BASIC = Form(
    "basic",
    Duty.kind,
    (
        _SEQ,
        ("category", rf"{_AREA}|(一级|二级)?(类别|分类)"),
        ("item", r"(基本)?(履职)?(事项|职责|工作)(名称|内容|清单)?|(基本|具体|履职)事项"),
        _NOTE,
    ),
    _needs("item"),
    announced=True,
)
OF_DEPARTMENTS = Form(
    "departments",
    Duty.kind,
    (
        _SEQ,
        ("department", rf"(责任|监管|相关|有关|行业|主管|行业主管|成员|涉及)?{_BODY}(名称)?|部门\(?单位\)?|部门、单位"),
        ("category", _AREA),
        ("duty", rf"([\u4e00-\u9fff、]{{0,14}}?)({_SHARE})|(具体|主要|工作)内容"),
        ("basis", _BASIS),
        _NOTE,
    ),
    _needs("department duty"),
    announced=True,
)
_POWER_COLUMNS = (
    _SEQ,
    ("type", r"(职权|权力|权责|事项|执法|行政权力|行政职权|行政行为|执法行为|服务)?(类型|类别|性质|种类)|行政权力类型"),
    (
        "name",
        r"(职权|权力|权责|执法|行政权力|行政职权|项目|行政执法|行政检查|行政许可|行政处罚)(事项)?(名称)|(抽查|检查|执法|监管|执法检查|行政检查|权责|职权|权力)事项(名称)?|"
        r"(抽查|检查|监管)(项目|内容)名称",
    ),
    ("event", r"(事项|项目)(名称)?|具体事项"),
    ("parent", r"(事项)?(主项|大项)(名称)?|(一级|主项)事项(名称)?"),
    ("sub", r"(事项)?(子项|小项)(名称)?|(二级|子项|业务办理)(事项|项)(名称)?"),
    ("category", _AREA),
    ("basis", _ACT_BASIS),
    ("duties", r"责任(事项|内容)(内容)?|(对应)?责任(事项)?(内容)?|(履职|工作)责任"),
    ("liability", r"追责(情形|情况|事项)?(及依据)?|(责任)?追究(情形)?|(问责|追责问责)(情形)?"),
    (
        "agency",
        rf"(实施|行使|责任|检查|执法|抽查|监管|职权|权力|行政|执法实施|行政检查|行政执法|牵头|发起|主管|主体|组织实施|检查实施)(责任)?{_BODY}(名称)?|{_BODY}",
    ),
    (
        "office",
        r"(承办|承担|具体|具体承办|责任|内设|经办|办理|具体实施|执行)(处室|科室|股室|科股室|机构|股\(室\)|科\(股\)室)(名称)?|处室|科室|股室",
    ),
    ("target", r"(检查|抽查|行使|监管|执法|实施|行政|适用|被检查)(的)?(相对人|对象)(名称|类别|范围)?|行政相对人"),
    ("level", r"(行使|实施|权力|执法|审批|监管|职权|办理|事项)?层级|(行使|实施)级别"),
    _NOTE,
)
POWERS = Form(
    "power",
    Power.kind,
    _POWER_COLUMNS,
    _needs(
        "name basis",
        "name agency",
        "name target",
        "name type",
        "name duties",
        "event type basis",
        "event type agency",
        "event duties liability",
        "event liability",
        "sub type",
        "sub basis",
        "sub liability",
    ),
)
LISTED_POWERS = Form(
    "powers",
    Power.kind,
    _POWER_COLUMNS,
    _needs("name", "event agency basis", "event agency office", "event type", "event basis office", "event target"),
    announced=True,
)
OFFERS = Form(
    "service",
    Service.kind,
    (
        _SEQ,
        ("service", r"(公共)?服务(事项|项目)(名称)?"),
        ("event", r"(事项|项目)(名称)?|(办理|政务服务|政务)(事项|项目)(名称)?"),
        ("parent", r"(事项)?(主项|大项)(名称)?|(一级|主项)事项(名称)?"),
        ("sub", r"(事项)?(子项|小项)(名称)?|(二级|子项|业务办理)(事项|项)(名称)?"),
        ("type", r"(事项|服务|权力|职权)(类型|类别|性质)"),
        ("content", r"(主要|服务)?(工作|服务)?内容(及要求)?|服务内容及方式|具体内容"),
        (
            "office",
            r"(承办|责任|承担|实施|办理|负责|服务|牵头负责|提供|具体承办)(处室|科室|股室|机构|单位|部门)(名称)?|责任主体|责任科\(?股?\)?室",
        ),
        ("body", r"(实施|办理|行使|服务)(主体|机关)(名称)?"),
        ("phone", r"(联系|咨询|服务|办公)?电话(号码)?|联系方式|(咨询|联系)方式"),
        ("time", r"(活动|服务|办理|开展|实施|办公|开放)?时间|服务期限|时限"),
        ("basis", rf"{_ACT_BASIS}"),
        _NOTE,
    ),
    _needs("service content", "service office", "event content office"),
)
CATALOGUE = Form(
    "catalogue",
    Service.kind,
    OFFERS.columns,
    _needs("service", "event", "sub"),
    announced=True,
)

FORMS: tuple[Form, ...] = (
    DUTIES,
    SHARES,
    ASSISTING,
    TAKEN_BACK,
    POWERS,
    LISTED_POWERS,
    OFFERS,
    BASIC,
    OF_DEPARTMENTS,
    CATALOGUE,
)
