"""What is wrong with a library: one sentence that says what, where and what to do."""

from __future__ import annotations

EN = {
    "trouble_missing": "The library {folder} is not there any more. Put its folder back, then open this view again.",
    "trouble_closed": "The library {folder} cannot be opened. Check its permissions and the disk it lies on.",
    "trouble_damaged": "The catalogue in {folder} is damaged. Stop Yinju and run `yinju repair --library {folder}`, which saves what can be read.",
    "trouble_outdated": "The library {folder} belongs to another version of Yinju. Update Yinju and start it again.",
    "trouble_read_only": "Nothing can be written to the library {folder}: articles can be read and asked for, but not added or removed. Check its permissions.",
    "trouble_full": "The disk took no more of the library {folder}: it is full or failing. What had gone in before is safe. Free some space and try again.",
    "trouble_busy": "Another program was writing to the library {folder} for too long. Wait until it is done and try again.",
    "trouble_encoder": "The library {folder} was given over to another model. Start Yinju again with that model.",
    "trouble_engine": "The model cannot run on this machine, so nothing was added to {folder}. Run `yinju models list` to see why.",
}

ZH = {
    "trouble_missing": "资料库 {folder} 已不在原处。请放回文件夹，然后重新打开本页面。",
    "trouble_closed": "无法打开资料库 {folder}。请检查文件权限和所在磁盘。",
    "trouble_damaged": "{folder} 中的目录文件已损坏。请停止引据，运行 `yinju repair --library {folder}`，可读的内容会保存下来。",
    "trouble_outdated": "资料库 {folder} 属于其他版本的引据。请更新引据后重新启动。",
    "trouble_read_only": "无法写入资料库 {folder}：可以阅读和提问，但不能添加或移除文章。请检查文件权限。",
    "trouble_full": "磁盘无法继续写入资料库 {folder}：空间已满或出现故障。之前添加的内容都已保存。请腾出空间后再试。",
    "trouble_busy": "另一个程序占用资料库 {folder} 的时间过长。请等它结束后再试。",
    "trouble_encoder": "资料库 {folder} 已改用其他模型。请用该模型重新启动引据。",
    "trouble_engine": "模型无法在这台机器上运行，没有向 {folder} 添加任何内容。请运行 `yinju models list` 查看原因。",
}
