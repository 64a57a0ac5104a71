"""The word lists of the lint, in one place, so that authors can see what is looked for."""

import re

ALL_MARKER = {"en": "Select ALL", "zh_hans": "【所有】"}

# --- negations in stems ---------------------------------------------------------------------------

NEGATIVE = {
    "en": re.compile(r"\b(?:not|cannot|never|neither|least)\b|n['’]t\b", re.IGNORECASE),
    "zh_hans": re.compile(r"不|没有|并非|无法|未(?!来|知|必)"),
}
EXCEPTION = {
    "en": re.compile(r"\bexcept\b", re.IGNORECASE),
    "zh_hans": re.compile(r"(?<![消去删移排清解拆剔扣免根破整相乘卸拔])除(?![以法去数非尘])"),
}
HARMLESS = {
    "en": re.compile(
        r"\bat least\b|\bnot only\b|\bwhether or not\b|\bif not\b|\bnot yet\b|\bnot (?:more|less|fewer) than\b"
        r"|\bleast (?:squares?|privilege|common|recently|significant)\b",
        re.IGNORECASE,
    ),
    "zh_hans": re.compile(
        r"不(?:同|变|停|超过|超出|少于|多于|低于|高于|大于|小于|足|再|断|仅|只|但|光|论|管|止|限于|妨|久|等于?|均|良|错|得不)"
        r"|不(?:可约|可变|确定|一致|平衡|均衡|稳定|可用|完整|匹配|敏感|连续|计|考虑|重叠)"
        r"|(?:在|于)不[^，。；？]{1,16}?(?:情况|前提|条件|基础)下"
        r"|差不多|来不及|除不尽"
    ),
}
MARKED = {
    "en": re.compile(r"\b(?:NOT|EXCEPT|LEAST|AGAINST)\b"),
    "zh_hans": re.compile(r"【(?!所有】|必须】|需要】)[^】]+】"),
}
QUESTION_WORD = re.compile(r"\b(?:which|what|why|who|whose|whom|how)\b", re.IGNORECASE)
QUANTITY = re.compile(
    r"how (?:many|much|long|often|far|large)\b"
    r"|what (?:is the )?(?:percentage|fraction|share|proportion|number|factor)\b",
    re.IGNORECASE,
)
INTERROGATIVE = re.compile(r"哪|什么|谁|为何|怎|如何|是否|多少|几|何者|吗")
CHOOSING = re.compile(r"哪|什么|谁|为何|怎|如何|是否|何者")

# --- how a stem may end ---------------------------------------------------------------------------

INSTRUCTION = {
    "en": re.compile(
        r"(?:Please |Now )?(?:Select|Choose|Give|State|Compute|Calculate|Estimate|Round|Order|Arrange|Match|Name"
        r"|Pick|Answer|Use|Write|Find|Determine|Express|Complete|Decide|Judge)\b"
    ),
    "zh_hans": re.compile(r"请|求|试|计算|估算|选出|选择|判断|写出|填|给出|按"),
}

# --- options --------------------------------------------------------------------------------------

_LETTER = "[A-H]"
ABOVE = {
    "en": (
        re.compile(r"\b(?:all|none|both|neither|any|either|some|two) of the (?:above|preceding)\b", re.IGNORECASE),
        re.compile(r"^(?:all|none|both|neither)(?: the)? above\.?$", re.IGNORECASE),
        re.compile(
            r"^(?:all|none|both|neither) of (?:these|them|the (?:other )?(?:options|answers|choices|reasons))\.?$",
            re.IGNORECASE,
        ),
        re.compile(
            rf"^(?:[Oo]nly |[Bb]oth |[Ee]ither |[Nn]either )?(?:[Oo]ptions? |[Aa]nswers? )?{_LETTER}"
            rf"(?:\s*(?:,|&|/|\+|,? ?and|,? ?or|nor)\s*{_LETTER})+(?: only| are (?:right|correct|true))?\.?$"
        ),
        re.compile(rf"\b(?:[Oo]ptions?|[Aa]nswers?|[Cc]hoices?) {_LETTER}(?:,? (?:and|or|&) {_LETTER})?\b"),
    ),
    "zh_hans": (
        re.compile(r"(?:^|[，。；：、“])(?:以上|上述|前述|上面)(?:所有|全部)?(?:各项|选项|说法|答案|[两二三四五]项|几项)?"
                   r"(?:全部|全|都|均|皆)(?![由来在从值衡匀摊局量文体])"),
        re.compile(r"^(?:(?:以上|上述)(?:全|都|均|皆)?|全|都|均|皆)(?:是|对|正确|不是|不对|不正确|错|错误)。?$"),
        re.compile(r"(?:没有|无)正确(?:答案|选项)"),
        re.compile(rf"^(?:只有|仅)?(?:选项)?\s*{_LETTER}(?:\s*(?:和|与|及|、|或|，|,|\+)\s*{_LETTER})+\s*"
                   rf"(?:都|均)?(?:正确|对|是|成立)?。?$"),
        re.compile(rf"选项\s*{_LETTER}(?![A-Za-z0-9])"),
    ),
}  # fmt: skip
ABSOLUTE = {
    "en": re.compile(
        r"\b(?:always|never|(?<!-)only|solely|entirely|completely|impossible|under no circumstances)\b", re.IGNORECASE
    ),
    "zh_hans": re.compile(
        r"总是|总会|绝不|绝对(?![值误位路时数])|只要|永远|永不|从不|从来|必然|必定|一定[会能要]|完全|毫无"
    ),
}
HEDGE = {
    "en": re.compile(
        r"\b(?:may|might|usually|often|generally|sometimes|probably|typically|perhaps|possibly|likely)\b", re.IGNORECASE
    ),
    "zh_hans": re.compile(r"(?<!不)可能(?!性)|通常|往往|有时|一般(?![化性])|大概|或许|也许|多半"),
}
_STOP_WORDS = """
about above according after again against also although among another because been before being below best between
both cannot could does doing done down during each either enough even every fewer first following from gives given
have having help here hold holds into itself just keep kept know known large last least less like little made make
makes many might more most much must name named need needs never next none once only other others over part rather
right same says second select several should show shows since small some state statement states still such take
takes than that their them then there these they thing things this those though three through times true false
together under unless until upon used uses using very want well were what when where whether which while whose will
with within without would your reason
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
# A run of characters that holds one of these is grammar, not a content word.
STOP_CHARACTERS = frozenset(
    "的了在是和与或及而且把被对从向为以于之其这那哪个些项种一二两三四五六七八九十不没有也都就还又再更最很各每某该此所"
    "能会可应须要让使将由按经过着吗呢什么多少几下列上中里后前时并但则如若因只并当给到用做"
)

# --- feedback -------------------------------------------------------------------------------------

_ORDINAL = "first|second|third|fourth|fifth|sixth|last|previous|next|preceding"
POSITION = {
    "en": (
        re.compile(rf"\b(?:[Oo]ptions?|[Aa]nswers?|[Cc]hoices?|[Aa]lternatives?|[Rr]easons?|[Dd]escriptions?) "
                   rf"\(?{_LETTER}\b(?!\w)"),
        re.compile(rf"\b(?:[Cc]hoosing|[Cc]hose|[Pp]ick(?:ing|ed)|[Ss]elect(?:ing|ed)) \(?{_LETTER}\b(?![-+#/])"),
        re.compile(rf"\bthe (?:{_ORDINAL}) (?:option|choice|alternative|reason|description)s?\b", re.IGNORECASE),
        re.compile(r"\b(?:options?|answers?|choices?|reasons?|descriptions?) (?:above|below)\b", re.IGNORECASE),
    ),
    "zh_hans": (
        re.compile(rf"(?:选项|答案|理由|描述)\s*[（(]?{_LETTER}(?![A-Za-z0-9])"),
        re.compile(rf"(?:误选|错选|应选|该选|选了|选择|选)\s*[（(]?{_LETTER}(?![A-Za-z0-9-])"
                   r"(?!\s*(?:组|模型|方案|类|集群|版|卡|厂|公司|机|型|店|站|库|表|端|级|轮|路|侧|服务|系统))"),
        re.compile(rf"(?<![A-Za-z0-9]){_LETTER}\s*(?:选项|项)"),
        re.compile(r"第\s*[一二三四五六七\d]+\s*(?:个)?\s*(?:选项|理由|描述)"),
        re.compile(r"(?:上|下|前|后|最后)一?个(?:选项|理由|描述)|(?:上面|下面|上述|前述)的?(?:选项|理由|描述)"),
    ),
}  # fmt: skip

# --- languages ------------------------------------------------------------------------------------

# Common Traditional forms. 著, 乾, 藉, 瞭, 覆, 徵 and 餘 are left out: Simplified Chinese uses them as well.
TRADITIONAL = re.compile(
    "["
    "們這個為與說對時會來學開關長門問間見現點電東車馬過還進運連達遠選數據樣機構標權條業極檢測試實寫後從專單國圖團場報"
    "執訓練網絡線級統結經續維細終組編緩織約紅純紙給絕繼總價優億傳儲備僅側偵兩將獨猶狀產畫異當發盡監盤眾確碼種稱積穩節"
    "範簡類糾納紀綜綠緊纖聲聯聽職腦處號補裝裡裏製複覺觀計訂認討記講許設評詞該詳誤請論諸謂證識譯議護讀變讓貝負財責貨質"
    "購贊賴趨跡踐較載輕輪輸轉辦農遞遲適邊鄰釋鐘鏈錄錯鍵鎖閉閱陽陰陳隊階際隨難雲靈靜項順預領頭題額顯顧風飛餵驅驗體麼齊"
    "龍歷歸屬島層幾幣幫師帶廣廠庫應張強彈態懷懶慣憑戰戲戶擁擇擴擬擔斷於無昇曆書術樂橋檔歐歲殘毀氣決況減滿漢潛潔溫灣滅"
    "燈營爭牆環瑪畢療盧礎礙禮稅競筆糧縮縱縣罷羅義習聖肅興舉艱華萬葉藝藥蘇虛蟲衛衝規視訊託誌調談諾謝謹賓軌軟輔邏鄉醫釐"
    "鈕鋪閃鬆黃"
    "]"
)
