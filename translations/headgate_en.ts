<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>headgate::ClusterActions</name>
    <message numerus="yes">
        <source>Suspend %n deployments, each with a savepoint?</source>
        <translation>
            <numerusform>Suspend %n deployment, with a savepoint?</numerusform>
            <numerusform>Suspend %n deployments, each with a savepoint?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>headgate::DeploymentRequests</name>
    <message numerus="yes">
        <source>Cancel the job of %1 without a savepoint?</source>
        <translation>
            <numerusform>Cancel the job of %1 without a savepoint?</numerusform>
            <numerusform>Cancel the jobs of %1 without a savepoint?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Start %n deployments?</source>
        <translation>
            <numerusform>Start %n deployment?</numerusform>
            <numerusform>Start %n deployments?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Suspend %n deployments, each with a savepoint?</source>
        <translation>
            <numerusform>Suspend %n deployment, with a savepoint?</numerusform>
            <numerusform>Suspend %n deployments, each with a savepoint?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 is left out for %n deployments. %2</source>
        <translation>
            <numerusform>%1 is left out for %n deployment. %2</numerusform>
            <numerusform>%1 is left out for %n deployments. %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>headgate::DeploymentsPage</name>
    <message numerus="yes">
        <source>%n deployments are selected.</source>
        <translation>
            <numerusform>%n deployment is selected.</numerusform>
            <numerusform>%n deployments are selected.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>headgate::MainWindow</name>
    <message numerus="yes">
        <source>Looking at %n session clusters …</source>
        <translation>
            <numerusform>Looking at %n session cluster …</numerusform>
            <numerusform>Looking at %n session clusters …</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Headgate – %n need attention</source>
        <translation>
            <numerusform>Headgate – %n needs attention</numerusform>
            <numerusform>Headgate – %n need attention</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n clusters reachable, %1 not</source>
        <translation>
            <numerusform>%n cluster reachable, %1 not</numerusform>
            <numerusform>%n clusters reachable, %1 not</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n session clusters starting</source>
        <translation>
            <numerusform>%n session cluster starting</numerusform>
            <numerusform>%n session clusters starting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n session clusters need attention</source>
        <translation>
            <numerusform>%n session cluster needs attention</numerusform>
            <numerusform>%n session clusters need attention</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n deployments, %1 need attention</source>
        <translation>
            <numerusform>%n deployment, %1 need attention</numerusform>
            <numerusform>%n deployments, %1 need attention</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>headgate::Navigation</name>
    <message numerus="yes">
        <source>%n session clusters need attention.</source>
        <translation>
            <numerusform>%n session cluster needs attention.</numerusform>
            <numerusform>%n session clusters need attention.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n deployments need attention.</source>
        <translation>
            <numerusform>%n deployment needs attention.</numerusform>
            <numerusform>%n deployments need attention.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n deployments are changing.</source>
        <translation>
            <numerusform>%n deployment is changing.</numerusform>
            <numerusform>%n deployments are changing.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>headgate::SessionClusterForm</name>
    <message numerus="yes">
        <source>%n slots</source>
        <translation>
            <numerusform>%n slot</numerusform>
            <numerusform>%n slots</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n running jobs</source>
        <translation>
            <numerusform>%n running job</numerusform>
            <numerusform>%n running jobs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>headgate::SavepointActions</name>
    <message numerus="yes">
        <source>Take %n savepoints off the list? Their files stay where they are.</source>
        <translation>
            <numerusform>Take %n savepoint off the list? Its files stay where they are.</numerusform>
            <numerusform>Take %n savepoints off the list? Their files stay where they are.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete the files of %n savepoints for good?</source>
        <translation>
            <numerusform>Delete the files of %n savepoint for good?</numerusform>
            <numerusform>Delete the files of %n savepoints for good?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>headgate::SessionClustersPage</name>
    <message numerus="yes">
        <source>Cancel %n jobs without a savepoint?</source>
        <translation>
            <numerusform>Cancel %n job without a savepoint?</numerusform>
            <numerusform>Cancel %n jobs without a savepoint?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Forget %n jobs?</source>
        <translation>
            <numerusform>Forget %n job?</numerusform>
            <numerusform>Forget %n jobs?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>headgate::StandardPage</name>
    <message numerus="yes">
        <source>%n slots</source>
        <translation>
            <numerusform>%n slot</numerusform>
            <numerusform>%n slots</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n words: %1</source>
        <translation>
            <numerusform>%n word: %1</numerusform>
            <numerusform>%n words: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>headgate::Wishes</name>
    <message numerus="yes">
        <source>The deployment “%1” was deleted. Savepoints whose files remain: %n.</source>
        <translation>
            <numerusform>The deployment “%1” was deleted. Savepoints whose files remain: %n.</numerusform>
            <numerusform>The deployment “%1” was deleted. Savepoints whose files remain: %n.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>headgate</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The files of %n savepoints stay where they are:</source>
        <translation>
            <numerusform>The files of %n savepoint stay where they are:</numerusform>
            <numerusform>The files of %n savepoints stay where they are:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Its jobs, savepoints and settings are forgotten here.</source>
        <translation>
            <numerusform>Its jobs, savepoints and settings are forgotten here.</numerusform>
            <numerusform>Their jobs, savepoints and settings are forgotten here.</numerusform>
        </translation>
    </message>
</context>
</TS>
