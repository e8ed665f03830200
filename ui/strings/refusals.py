"""Why a file or a row is no article, in Chinese: what the readers say in English, sentence by sentence.

A name in braces stands for any text, which is taken over.
"""

from __future__ import annotations

REFUSALS = {
    # files
    "unknown format {suffix}; Yinju reads {formats}": "无法识别的格式 {suffix}；引据支持 {formats}",
    "unknown format {suffix}": "无法识别的格式 {suffix}",
    "empty; nothing to add": "文件是空的，没有可添加的内容",
    "no text; nothing to add": "没有文字，没有可添加的内容",
    "no article text left after cleaning; nothing to add": "去除杂项之后没有剩下正文，没有可添加的内容",
    "not a regular file": "不是普通文件",
    "cannot be read ({why}); check its permissions": "无法读取（{why}），请检查文件权限",
    "cannot be read ({why}); save it again with another program": "无法读取（{why}），请用其他程序重新保存",
    "{size} MiB is more than the {limit} MiB it may have; split it": "文件有 {size} MiB，超过 {limit} MiB 的上限，请拆分",
    "{count} more failures like those above it; mend them first": "还有 {count} 处类似的问题，请先处理上面这些",
    "questions or judgements that belong to {corpus} beside it, not articles; name the file to add it": "这是旁边 {corpus} 的问题或评判，不是文章；如需添加，请单独选择这个文件",
    "same address or id as {other}, which was kept; remove one of the two": "与 {other} 的地址或标识相同，已保留后者；请删去其中一个",
    # what a text must be
    "binary content, not text": "内容是二进制数据，不是文字",
    "bytes that are not in the encoding of the file; convert it, for example with `{command}`": "有些字节不符合文件的编码；请转换编码，例如使用 `{command}`",
    "not UTF-8 ({why}), nor surely another encoding; convert it, for example with `{command}`": "不是 UTF-8（{why}），也无法确定是其他编码；请转换编码，例如使用 `{command}`",
    "not the {encoding} text its first bytes announce; save it as UTF-8": "内容与开头声明的 {encoding} 编码不符；请另存为 UTF-8",
    "its name, address or metadata holds half a character; rename it or mend the field": "名称、地址或元数据里有残缺的字符，请改名或修正该字段",
    "a title of {count} characters is no headline; shorten it": "标题长达 {count} 个字符，不像标题，请缩短",
    "{count} characters of metadata; leave out what is no facet, or move it into the text": "元数据长达 {count} 个字符；请删去不必要的字段，或移入正文",
    "a line of {count} characters is no prose; put paragraphs on lines of their own": "有一行长达 {count} 个字符，不像文章；请让每个段落单独成行",
    "{count} characters, more than the {most} of an article; split it": "共 {count} 个字符，超过单篇文章 {most} 个字符的上限，请拆分",
    "{count} lines, as no article has; split it": "共 {count} 行，超出文章应有的行数，请拆分",
    "holds more than an article can; split it": "内容超出一篇文章的限度，请拆分",
    "nested too deeply to be an article; save it again with another program": "嵌套层次太深，不像文章；请用其他程序重新保存",
    "took longer than {seconds} s to read; split it, or save it again with another program": "读取超过 {seconds} 秒；请拆分，或用其他程序重新保存",
    "could not be read within {size} MiB of memory, or broke its reader (exit {code}); it may be damaged or made to do harm: save it again with another program": "在 {size} MiB 内存之内无法读取，或使读取程序崩溃（退出码 {code}）；文件可能已损坏或带有恶意，请用其他程序重新保存",
    "the front matter is not valid YAML at line {line}; quote values that hold a colon": "第 {line} 行的文件头不是有效的 YAML；含有冒号的值请加引号",
    "the front matter is not valid YAML; quote values that hold a colon": "文件头不是有效的 YAML；含有冒号的值请加引号",
    # pages, documents, PDF
    "no article text found in this page; save the page again after it has loaded": "网页里没有找到正文；请等网页加载完毕后重新保存",
    "no text in this document; nothing to add": "文档里没有文字，没有可添加的内容",
    "damaged or cut short, no Word document that can be opened; fetch or save it again": "已损坏或不完整，无法作为 Word 文档打开；请重新获取或保存",
    "locked with a password, or in Word's old format; save it as .docx without a password": "设有密码，或是旧版 Word 格式；请另存为没有密码的 .docx",
    "its part {part} unpacks to more than {size} MiB; split the document": "其中的 {part} 解压后超过 {size} MiB，请拆分文档",
    "damaged or cut short, no PDF that can be opened; fetch or export it again": "已损坏或不完整，无法作为 PDF 打开；请重新获取或导出",
    "damaged, left out; fetch or export the file again": "已损坏，未添加；请重新获取或导出文件",
    "locked with a password; save a copy without one": "设有密码；请另存一份没有密码的副本",
    "locked in a way that PDFium does not know; save a copy without protection": "加密方式无法识别；请另存一份没有保护的副本",
    "no text on its {count} pages, a scan perhaps; run text recognition first (`ocrmypdf`)": "共 {count} 页，都没有文字，可能是扫描件；请先做文字识别（`ocrmypdf`）",
    "its fonts do not say which letters they show; run text recognition (`ocrmypdf --force-ocr`)": "字体没有说明它显示的是哪些文字；请做文字识别（`ocrmypdf --force-ocr`）",
    # rows
    "not valid JSON ({why}); put one whole object on each line": "不是有效的 JSON（{why}）；请让每行是一个完整的对象",
    "not a JSON object": "不是 JSON 对象",
    "no text: none of {names} holds a string": "没有正文：{names} 都不是字符串",
    "no column called {names}; the first line has to name the columns": "没有名为 {names} 的列；第一行必须是列名",
    "{cells} cells under {columns} columns; put cells that hold {delimiter} in quotes": "{columns} 列之下有 {cells} 个单元格；含有 {delimiter} 的单元格请加引号",
    "broken row ({why}); it and all below is left out, mend its quotes": "此行有误（{why}），此行及以下都未添加；请修正引号",
    "longer than the {count} characters a row may have; split its article": "超过每行 {count} 个字符的上限；请拆分这篇文章",
    # archives
    "damaged or cut short, no archive that can be opened ({why}); fetch or make it again": "已损坏或不完整，无法作为压缩包打开（{why}）；请重新获取或制作",
    "damaged in the archive ({why}); make it again": "在压缩包里已损坏（{why}）；请重新制作压缩包",
    "holds {count} files, more than the {most} it may; split it": "含有 {count} 个文件，超过 {most} 个的上限，请拆分",
    "its list of files is longer than {size} MiB; split it": "文件目录超过 {size} MiB，请拆分",
    "its name leads out of the archive; pack the folder again": "文件名指向压缩包之外；请重新打包文件夹",
    "a link, not followed; pack the file itself": "这是链接，没有跟随；请把文件本身打包",
    "an archive inside an archive, not opened; unpack it first": "压缩包里的压缩包，没有打开；请先解压",
    "locked with a password; unpack the archive first": "设有密码；请先解压",
    "packed in a way that only some programs know; pack the folder again as an ordinary .zip": "压缩方式不常见；请重新打包为普通的 .zip",
    "unpacks to {ratio} times its size, as no text does; pack its text alone": "解压后是原来的 {ratio} 倍，不像文字；请只打包文字内容",
    "the archive unpacks to more than {size} MiB, this part was left out; split the archive": "压缩包解压后超过 {size} MiB，这一部分未添加；请拆分压缩包",
    # what the page itself does not take
    "{size} more than the {limit} MB a file may have on this page; split it, or run `yinju add` where Yinju runs": "文件超过了本页 {limit} MB 的上限；请拆分，或在运行引据的电脑上执行 `yinju add`",
    "more than {most} files at once; zip the folder and add the archive, or add the rest afterwards": "一次超过了 {most} 个文件；请把文件夹打包成 zip 再添加，或稍后再添加其余文件",
    "could not be sent; check the connection and add it again": "未能上传；请检查网络连接后重新添加",
    # what was left out of an article that went in
    "added without a date: {day} names no day": "已添加，但没有日期：{day} 不是具体的一天",
    "added without its address: {address} leads to no page": "已添加，但没有地址：{address} 打不开网页",
}
