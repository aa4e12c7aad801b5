pytest_plugins = ["tests.ui.counter", "tests.ui.renovation.works"]
Works=object
import pytest, os
from PySide6.QtWidgets import QApplication
def shot(w, name):
    w.counter.settle()
    d=os.environ.get("SHOTS","/tmp/shots"); os.makedirs(d,exist_ok=True)
    top=QApplication.activeModalWidget()
    img=w.counter.window.grab()
    if top is not None and top is not w.counter.window:
        from PySide6.QtGui import QPainter
        p=QPainter(img); g=top.grab(); x=(img.width()/img.devicePixelRatio()-top.width())//2; p.drawPixmap(int(x),30,g); p.end()
    img.save(f"{d}/{name}.png")

def test_look(works: Works):
    c=works.counter
    if os.environ.get("BIG"):
        from desk.ui.kit import theme, translator
        theme.apply(QApplication.instance(),"dark",text_size="normal")
        translator.switch_language(QApplication.instance(),"en")
        c.window.resize(911,512)
    f=works.submitted()
    works.show(f); shot(works,"page-submitted")
    c.press("Ctrl+A"); shot(works,"d-approve"); c.press("Esc")
    c.press("Ctrl+D"); shot(works,"d-documents"); c.press("Esc")
    c.press("Ctrl+R"); shot(works,"d-return"); c.press("Esc")
    c.window.open_page("renovation-form"); shot(works,"form")
    c.page().form.set_value("contractor","new"); c.page().form.set_value("works",[{"code":"bathroom","detail":"主卫","plan":True}]); shot(works,"form2")
    c.page().form.mark_saved()
    from desk.services import renovation as s
    works.as_supervisor(s.approve, works.desk, f.id)
    s.tell(works.desk,f.id,how="phone")
    works.show(f); shot(works,"page-told")
    c.press("Ctrl+J"); shot(works,"d-start"); c.press("Esc")
    c.press("Ctrl+O"); shot(works,"d-deposit"); c.press("Esc")
    c.press("Ctrl+G"); shot(works,"d-sign"); c.press("Esc")

def test_look2(works: Works):
    c=works.counter
    if os.environ.get("BIG"):
        from desk.ui.kit import theme, translator
        theme.apply(QApplication.instance(),"dark",text_size="normal")
        translator.switch_language(QApplication.instance(),"en")
        c.window.resize(911,512)
    f=works.with_passes()
    from desk.services import renovation as s
    s.find_violation(works.desk,f.id,s.ViolationEntry("噪音扰民","按时施工"))
    works.show(f); shot(works,"page-running")
    for key,name in (("Ctrl+E","extend"),("Ctrl+L","pass"),("Ctrl+Shift+H","hotwork"),("Ctrl+Shift+I","inspect"),("Ctrl+Shift+V","violation"),("Ctrl+Shift+D","downstairs"),("Ctrl+Shift+L","lost"),("Ctrl+Shift+P","papers"),("Ctrl+Shift+B","passback"),("Ctrl+Shift+E","reinspect")):
        c.press(key); shot(works,"d-"+name); c.press("Esc")
    c.window.open_page("renovations"); shot(works,"list")
    c.window.open_page("worker-passes"); shot(works,"passes")
    c.window.open_page("renovation-deposits"); shot(works,"deposits")
    c.window.open_page("contractors"); shot(works,"contractors")
    c.press("Enter"); shot(works,"contractor")
    c.press("Ctrl+E"); shot(works,"d-contractor"); c.press("Esc")
    s.ask_inspection(works.desk,f.id); s.inspect(works.desk,f.id,s.InspectionEntry("completion",passed=True))
    works.show(f); shot(works,"page-passed")
    c.press("Ctrl+U"); shot(works,"d-refund"); c.press("Ctrl+Enter"); shot(works,"d-refund2"); c.press("Esc")
    c.window.open_target("unit:4"); shot(works,"household")
