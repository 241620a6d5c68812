<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en">
<context>
    <name>Chart</name>
    <message numerus="yes">
        <source>%Ln of them were not observed in full.</source>
        <translation>
            <numerusform>%Ln of them was not observed in full.</numerusform>
            <numerusform>%Ln of them were not observed in full.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln bar(s)</source>
        <translation>
            <numerusform>%Ln bar</numerusform>
            <numerusform>%Ln bars</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln point(s) at 0 or below have no place on these axes</source>
        <translation>
            <numerusform>%Ln point at 0 or below has no place on these axes</numerusform>
            <numerusform>%Ln points at 0 or below have no place on these axes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln point(s)</source>
        <translation>
            <numerusform>%Ln point</numerusform>
            <numerusform>%Ln points</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln cell(s)</source>
        <translation>
            <numerusform>%Ln cell</numerusform>
            <numerusform>%Ln cells</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln bin(s)</source>
        <translation>
            <numerusform>%Ln bin</numerusform>
            <numerusform>%Ln bins</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln box(es)</source>
        <translation>
            <numerusform>%Ln box</numerusform>
            <numerusform>%Ln boxes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChartData</name>
    <message numerus="yes">
        <source>%Ln other(s)</source>
        <translation>
            <numerusform>%Ln other</numerusform>
            <numerusform>%Ln others</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DataState</name>
    <message numerus="yes">
        <source>The same is true of %n other load(s).</source>
        <translation>
            <numerusform>The same is true of %Ln other load.</numerusform>
            <numerusform>The same is true of %Ln other loads.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not counted yet: %n reading(s). They are counted when someone who may write to this database opens a report.</source>
        <translation>
            <numerusform>Not counted yet: %Ln reading. It is counted when someone who may write to this database opens a report.</numerusform>
            <numerusform>Not counted yet: %Ln readings. They are counted when someone who may write to this database opens a report.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DateOrderQuestion</name>
    <message numerus="yes">
        <source>%n file(s) don't show whether the day or the month comes first in their dates</source>
        <translation>
            <numerusform>A file doesn't show whether the day or the month comes first in its dates</numerusform>
            <numerusform>%Ln files don't show whether the day or the month comes first in their dates</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FormatChoice</name>
    <message numerus="yes">
        <source>list, %n column(s) used</source>
        <translation>
            <numerusform>list, %Ln column used</numerusform>
            <numerusform>list, %Ln columns used</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>wide table, %n column(s) used</source>
        <translation>
            <numerusform>wide table, %Ln column used</numerusform>
            <numerusform>wide table, %Ln columns used</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>long table, %n column(s) used</source>
        <translation>
            <numerusform>long table, %Ln column used</numerusform>
            <numerusform>long table, %Ln columns used</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FilterCheck</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %Ln more</numerusform>
            <numerusform>%1 and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FailureChoice</name>
    <message numerus="yes">
        <source>%n log(s) of “%1” have grave readings that don&apos;t count as failures</source>
        <translation>
            <numerusform>%Ln log of “%1” has grave readings that don&apos;t count as failures</numerusform>
            <numerusform>%Ln logs of “%1” have grave readings that don&apos;t count as failures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DataFindings</name>
    <message numerus="yes">
        <source>At %n line(s), a sensor reports for a time before its earlier lines (%1). A clock may have been wrong.</source>
        <translation>
            <numerusform>At %Ln line, a sensor reports for a time before its earlier lines (%1). A clock may have been wrong.</numerusform>
            <numerusform>At %Ln lines, a sensor reports for a time before its earlier lines (%1). A clock may have been wrong.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>There are readings in the future, on %n day(s)</source>
        <translation>
            <numerusform>There are readings in the future, on %Ln day</numerusform>
            <numerusform>There are readings in the future, on %Ln days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The times of %n file(s) go back by more than a day</source>
        <translation>
            <numerusform>The times of %Ln file go back by more than a day</numerusform>
            <numerusform>The times of %Ln files go back by more than a day</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>There are %n gap(s) of whole days without readings</source>
        <translation>
            <numerusform>There is %Ln gap of whole days without readings</numerusform>
            <numerusform>There are %Ln gaps of whole days without readings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sensor(s) of the sensor map have no readings</source>
        <translation>
            <numerusform>%Ln sensor of the sensor map has no readings</numerusform>
            <numerusform>%Ln sensors of the sensor map have no readings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) of equipment have no sensors</source>
        <translation>
            <numerusform>%Ln piece of equipment has no sensors</numerusform>
            <numerusform>%Ln pieces of equipment have no sensors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) of equipment have no group</source>
        <translation>
            <numerusform>%Ln piece of equipment has no group</numerusform>
            <numerusform>%Ln pieces of equipment have no group</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n in-service date(s) can't be right</source>
        <translation>
            <numerusform>%Ln in-service date can't be right</numerusform>
            <numerusform>%Ln in-service dates can't be right</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tables put %n sensor(s) on several pieces of equipment at the same time</source>
        <translation>
            <numerusform>Tables put %Ln sensor on several pieces of equipment at the same time</numerusform>
            <numerusform>Tables put %Ln sensors on several pieces of equipment at the same time</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Tables put %n sensor(s) on other equipment than the sensor map</source>
        <translation>
            <numerusform>Tables put %Ln sensor on other equipment than the sensor map</numerusform>
            <numerusform>Tables put %Ln sensors on other equipment than the sensor map</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n id(s) are written in more than one way</source>
        <translation>
            <numerusform>%Ln id is written in more than one way</numerusform>
            <numerusform>%Ln ids are written in more than one way</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sensor(s) with readings are not in the sensor map</source>
        <translation>
            <numerusform>%Ln sensor with readings is not in the sensor map</numerusform>
            <numerusform>%Ln sensors with readings are not in the sensor map</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) of equipment in the sensor map are not in the equipment list</source>
        <translation>
            <numerusform>%Ln piece of equipment in the sensor map is not in the equipment list</numerusform>
            <numerusform>%Ln pieces of equipment in the sensor map are not in the equipment list</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message numerus="yes">
        <source>%1 reading(s)</source>
        <translation>
            <numerusform>%1 reading</numerusform>
            <numerusform>%1 readings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 rejected line(s)</source>
        <translation>
            <numerusform>%1 rejected line</numerusform>
            <numerusform>%1 rejected lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HtmlReportWriter</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReceiptText</name>
    <message numerus="yes">
        <source>… and %n more file(s). Use --json to list all of them.</source>
        <translation>
            <numerusform>… and %Ln more file. Use --json to list all of them.</numerusform>
            <numerusform>… and %Ln more files. Use --json to list all of them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LedgerCheck</name>
    <message numerus="yes">
        <source>%n load(s) are not settled yet.</source>
        <translation>
            <numerusform>%Ln load is not settled yet.</numerusform>
            <numerusform>%Ln loads are not settled yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ListLoader</name>
    <message numerus="yes">
        <source>%n sensor(s) belong to different equipment than before</source>
        <translation>
            <numerusform>%Ln sensor belongs to different equipment than before</numerusform>
            <numerusform>%Ln sensors belong to different equipment than before</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) of equipment have different values than before</source>
        <translation>
            <numerusform>%Ln piece of equipment has different values than before</numerusform>
            <numerusform>%Ln pieces of equipment have different values than before</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ListFindings</name>
    <message numerus="yes">
        <source>%n sensor(s) are mapped to more than one piece of equipment</source>
        <translation>
            <numerusform>%Ln sensor is mapped to more than one piece of equipment</numerusform>
            <numerusform>%Ln sensors are mapped to more than one piece of equipment</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) of equipment are listed more than once with different values</source>
        <translation>
            <numerusform>%Ln piece of equipment is listed more than once with different values</numerusform>
            <numerusform>%Ln pieces of equipment are listed more than once with different values</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LoadMessages</name>
    <message numerus="yes">
        <source>The load was interrupted %n time(s)</source>
        <translation>
            <numerusform>The load was interrupted %Ln time</numerusform>
            <numerusform>The load was interrupted %Ln times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The database refused %n line(s)</source>
        <translation>
            <numerusform>The database refused %Ln line</numerusform>
            <numerusform>The database refused %Ln lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MeasurementFindings</name>
    <message numerus="yes">
        <source>%1 %n time(s)</source>
        <translation>
            <numerusform>%1 %Ln time</numerusform>
            <numerusform>%1 %Ln times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>other text %n time(s)</source>
        <translation>
            <numerusform>other text %Ln time</numerusform>
            <numerusform>other text %Ln times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 in %n reading(s)</source>
        <translation>
            <numerusform>%1 in %Ln reading</numerusform>
            <numerusform>%1 in %Ln readings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other(s)</source>
        <translation>
            <numerusform>%Ln other</numerusform>
            <numerusform>%Ln others</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n measurement(s) are not numbers</source>
        <translation>
            <numerusform>%Ln measurement is not a number</numerusform>
            <numerusform>%Ln measurements are not numbers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n name(s) of measurements are new</source>
        <translation>
            <numerusform>%Ln measurement name is new</numerusform>
            <numerusform>%Ln measurement names are new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n measurement(s) besides temperature and vibration</source>
        <translation>
            <numerusform>%Ln measurement besides temperature and vibration</numerusform>
            <numerusform>%Ln measurements besides temperature and vibration</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n name(s) of measurements are very rare</source>
        <translation>
            <numerusform>%Ln name of a measurement is very rare</numerusform>
            <numerusform>%Ln names of measurements are very rare</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new name(s) of measurements are very rare</source>
        <translation>
            <numerusform>%Ln new measurement name is very rare</numerusform>
            <numerusform>%Ln new measurement names are very rare</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n measurement(s) have other names. Lines were probably misread.</source>
        <translation>
            <numerusform>%Ln measurement has another name. Lines were probably misread.</numerusform>
            <numerusform>%Ln measurements have other names. Lines were probably misread.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PdfReportWriter</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReadingsCount</name>
    <message numerus="yes">
        <source>%n file(s) have lines that were already loaded</source>
        <translation>
            <numerusform>%Ln file has lines that were already loaded</numerusform>
            <numerusform>%Ln files have lines that were already loaded</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) of a file were already loaded</source>
        <translation>
            <numerusform>%Ln line of a file was already loaded</numerusform>
            <numerusform>%Ln lines of a file were already loaded</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SkippedHours</name>
    <message numerus="yes">
        <source>%n line(s) have a time that clocks skipped</source>
        <translation>
            <numerusform>%Ln line has a time that clocks skipped</numerusform>
            <numerusform>%Ln lines have a time that clocks skipped</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>NoteFindings</name>
    <message numerus="yes">
        <source>%n line(s) have a date without a time of day</source>
        <translation>
            <numerusform>%Ln line has a date without a time of day</numerusform>
            <numerusform>%Ln lines have a date without a time of day</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) have a time that occurred twice</source>
        <translation>
            <numerusform>%Ln line has a time that occurred twice</numerusform>
            <numerusform>%Ln lines have a time that occurred twice</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) are exact copies of earlier ones</source>
        <translation>
            <numerusform>%Ln line is an exact copy of an earlier one</numerusform>
            <numerusform>%Ln lines are exact copies of earlier ones</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failure(s) end before they begin</source>
        <translation>
            <numerusform>%Ln failure ends before it begins</numerusform>
            <numerusform>%Ln failures end before they begin</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The duration of %n failure(s) contradicts the end</source>
        <translation>
            <numerusform>The duration of %Ln failure contradicts the end</numerusform>
            <numerusform>The durations of %Ln failures contradict their ends</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReportContext</name>
    <message numerus="yes">
        <source>events of one piece of equipment within %n minute(s)</source>
        <translation>
            <numerusform>events of one piece of equipment within %Ln minute</numerusform>
            <numerusform>events of one piece of equipment within %Ln minutes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReportWords</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%Ln day</numerusform>
            <numerusform>%Ln days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>faultline::LoadStatus</name>
    <message numerus="yes">
        <source>%n file(s) left out</source>
        <translation>
            <numerusform>%Ln file left out</numerusform>
            <numerusform>%Ln files left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) with a question</source>
        <translation>
            <numerusform>%Ln file with a question</numerusform>
            <numerusform>%Ln files with a question</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) to load, %1</source>
        <translation>
            <numerusform>%Ln file to load, %1</numerusform>
            <numerusform>%Ln files to load, %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n can&apos;t be read</source>
        <translation>
            <numerusform>%Ln can&apos;t be read</numerusform>
            <numerusform>%Ln can&apos;t be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) that can&apos;t be loaded</source>
        <translation>
            <numerusform>%Ln file that can&apos;t be loaded</numerusform>
            <numerusform>%Ln files that can&apos;t be loaded</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n system file(s) skipped</source>
        <translation>
            <numerusform>%Ln system file skipped</numerusform>
            <numerusform>%Ln system files skipped</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SourceFile</name>
    <message numerus="yes">
        <source>%n table(s) have columns that aren&apos;t loaded</source>
        <translation>
            <numerusform>%n table has columns that aren&apos;t loaded</numerusform>
            <numerusform>%n tables have columns that aren&apos;t loaded</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OtherFiles</name>
    <message numerus="yes">
        <source>%n file(s) were not loaded: %1</source>
        <translation>
            <numerusform>%Ln file was not loaded: %1</numerusform>
            <numerusform>%Ln files were not loaded: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UnreadFiles</name>
    <message numerus="yes">
        <source>No line of it could be read: %n line(s) were rejected.</source>
        <translation>
            <numerusform>No line of it could be read: %Ln line was rejected.</numerusform>
            <numerusform>No line of it could be read: %Ln lines were rejected.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No record of it could be read: %n record(s) were rejected.</source>
        <translation>
            <numerusform>No record of it could be read: %Ln record was rejected.</numerusform>
            <numerusform>No record of it could be read: %Ln records were rejected.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>faultline::PlantsDialog</name>
    <message numerus="yes">
        <source>%n load(s)</source>
        <translation>
            <numerusform>%Ln load</numerusform>
            <numerusform>%Ln loads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n piece(s) of equipment</source>
        <translation>
            <numerusform>%Ln piece of equipment</numerusform>
            <numerusform>%Ln pieces of equipment</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sensor(s)</source>
        <translation>
            <numerusform>%Ln sensor</numerusform>
            <numerusform>%Ln sensors</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>faultline::SourceFilesModel</name>
    <message numerus="yes">
        <source>%n file(s): %1</source>
        <translation>
            <numerusform>%Ln file: %1</numerusform>
            <numerusform>%Ln files: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Records</name>
    <message numerus="yes">
        <source>%1 failure(s)</source>
        <translation>
            <numerusform>%1 failure</numerusform>
            <numerusform>%1 failures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 reading(s)</source>
        <translation>
            <numerusform>%1 reading</numerusform>
            <numerusform>%1 readings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 work order(s)</source>
        <translation>
            <numerusform>%1 work order</numerusform>
            <numerusform>%1 work orders</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>faultline::CheckPane</name>
    <message numerus="yes">
        <source>%1 line(s) will be rejected. %2.</source>
        <translation>
            <numerusform>%1 line will be rejected. %2.</numerusform>
            <numerusform>%1 lines will be rejected. %2.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>faultline::ReceiptView</name>
    <message numerus="yes">
        <source>No reading loaded, %1 line(s) rejected</source>
        <translation>
            <numerusform>No reading loaded, %1 line rejected</numerusform>
            <numerusform>No reading loaded, %1 lines rejected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more finding(s) in the saved receipt</source>
        <translation>
            <numerusform>%Ln more finding in the saved receipt</numerusform>
            <numerusform>%Ln more findings in the saved receipt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %2 line(s) rejected</source>
        <translation>
            <numerusform>%1, %2 line rejected</numerusform>
            <numerusform>%1, %2 lines rejected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing is stored yet. %1 record(s) = %2 to load + %3 rejected + %4 blank + %5 in copies of files</source>
        <translation>
            <numerusform>Nothing is stored yet. %1 record = %2 to load + %3 rejected + %4 blank + %5 in copies of files</numerusform>
            <numerusform>Nothing is stored yet. %1 records = %2 to load + %3 rejected + %4 blank + %5 in copies of files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In balance: %1 record(s) in = %2 loaded + %3 rejected + %4 blank + %5 skipped</source>
        <translation>
            <numerusform>In balance: %1 record in = %2 loaded + %3 rejected + %4 blank + %5 skipped</numerusform>
            <numerusform>In balance: %1 records in = %2 loaded + %3 rejected + %4 blank + %5 skipped</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>faultline::PreviewPane</name>
    <message numerus="yes">
        <source>%n record(s)</source>
        <translation>
            <numerusform>%Ln record</numerusform>
            <numerusform>%Ln records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) in all</source>
        <translation>
            <numerusform>%Ln record in all</numerusform>
            <numerusform>%Ln records in all</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The first %n record(s)</source>
        <translation>
            <numerusform>The first record</numerusform>
            <numerusform>The first %Ln records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Also for %n other file(s) of the same form</source>
        <translation>
            <numerusform>Also for %Ln other file of the same form</numerusform>
            <numerusform>Also for %Ln other files of the same form</numerusform>
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
    <name>faultline::ReportExports</name>
    <message numerus="yes">
        <source>Exported %n report(s) to %1</source>
        <translation>
            <numerusform>Exported %Ln report to %1</numerusform>
            <numerusform>Exported %Ln reports to %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>faultline::ReportFooter</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%Ln row</numerusform>
            <numerusform>%Ln rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>faultline::SqlPage</name>
    <message numerus="yes">
        <source>Exported %n row(s) to %1</source>
        <translation>
            <numerusform>Exported %Ln row to %1</numerusform>
            <numerusform>Exported %Ln rows to %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>faultline::SqlResultPane</name>
    <message numerus="yes">
        <source>%n row(s) in %1</source>
        <translation>
            <numerusform>%Ln row in %1</numerusform>
            <numerusform>%Ln rows in %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>faultline::StatusLine</name>
    <message numerus="yes">
        <source>%1 reading(s)</source>
        <translation>
            <numerusform>%1 reading</numerusform>
            <numerusform>%1 readings</numerusform>
        </translation>
    </message>
</context>
</TS>
