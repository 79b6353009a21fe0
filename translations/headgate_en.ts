<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>headgate::ClusterActions</name>
    <message numerus="yes">
        <source>%n deployments are suspended, each with a savepoint.</source>
        <translation>
            <numerusform>%n deployment is suspended, with a savepoint.</numerusform>
            <numerusform>%n deployments are suspended, each with a savepoint.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>headgate::DeploymentRequests</name>
    <message numerus="yes">
        <source>%n deployments are started.</source>
        <translation>
            <numerusform>%n deployment is started.</numerusform>
            <numerusform>%n deployments are started.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n deployments are suspended, each with a savepoint.</source>
        <translation>
            <numerusform>%n deployment is suspended, with a savepoint.</numerusform>
            <numerusform>%n deployments are suspended, each with a savepoint.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 is ended without a savepoint.</source>
        <translation>
            <numerusform>%1 is ended without a savepoint.</numerusform>
            <numerusform>%1 are ended without a savepoint.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The job of %1 is cancelled without a savepoint, and what is saved is started from its newest checkpoint.</source>
        <translation>
            <numerusform>The job of %1 is cancelled without a savepoint, and what is saved is started from its newest checkpoint.</numerusform>
            <numerusform>The jobs of %1 are cancelled without a savepoint, and what is saved is started from the newest checkpoint of each.</numerusform>
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
        <source>The files of %n savepoints are deleted for good.</source>
        <translation>
            <numerusform>The files of %n savepoint are deleted for good.</numerusform>
            <numerusform>The files of %n savepoints are deleted for good.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n savepoints are no longer listed; their files stay where they are.</source>
        <translation>
            <numerusform>%n savepoint is no longer listed; its files stay where they are.</numerusform>
            <numerusform>%n savepoints are no longer listed; their files stay where they are.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>headgate::SessionClustersPage</name>
    <message numerus="yes">
        <source>%n jobs are no longer looked for.</source>
        <translation>
            <numerusform>%n job is no longer looked for.</numerusform>
            <numerusform>%n jobs are no longer looked for.</numerusform>
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
</TS>
