<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en">
<context>
    <name>faultline::LoadStatus</name>
    <message numerus="yes">
        <source>%n file(s) to load, %1</source>
        <translation>
            <numerusform>%Ln file to load, %1</numerusform>
            <numerusform>%Ln files to load, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not recognised</source>
        <translation>
            <numerusform>%Ln not recognised</numerusform>
            <numerusform>%Ln not recognised</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other file(s) passed by</source>
        <translation>
            <numerusform>%Ln other file passed by</numerusform>
            <numerusform>%Ln other files passed by</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>faultline::ReceiptView</name>
    <message numerus="yes">
        <source>%n more finding(s) in the saved receipt</source>
        <translation>
            <numerusform>%Ln more finding in the saved receipt</numerusform>
            <numerusform>%Ln more findings in the saved receipt</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>faultline::RejectedPage</name>
    <message numerus="yes">
        <source>Exported %n line(s) to %1</source>
        <translation>
            <numerusform>Exported %Ln line to %1</numerusform>
            <numerusform>Exported %Ln lines to %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>faultline::ReportsPage</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Exported %n row(s) to %1</source>
        <translation>
            <numerusform>Exported %Ln row to %1</numerusform>
            <numerusform>Exported %Ln rows to %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Exported %n report(s) to %1</source>
        <translation>
            <numerusform>Exported %Ln report to %1</numerusform>
            <numerusform>Exported %Ln reports to %1</numerusform>
        </translation>
    </message>
</context>
</TS>
