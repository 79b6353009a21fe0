// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/secrets/keychainsecrets.h"

#include <QCoreApplication>
#include <QPromise>

#include <qt6keychain/keychain.h>

#include <memory>

namespace headgate {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("headgate", text);
}

Error errorOf(const QKeychain::Job &job)
{
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        return Error{.kind = ErrorKind::NotFound,
                     .message = tr("There is no secret “%1”.").arg(job.key()),
                     .detail = job.errorString()};
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
        return Error{.kind = ErrorKind::NotPermitted,
                     .message = tr("The keychain does not give access to “%1”: unlock it, and try "
                                   "again.")
                                    .arg(job.key()),
                     .detail = job.errorString()};
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return Error{.kind = ErrorKind::Environment,
                     .message = tr("There is no keychain to keep passwords in: install "
                                   "gnome-keyring or KWallet, and log in again."),
                     .detail = job.errorString()};
    case QKeychain::NoError:
    case QKeychain::CouldNotDeleteEntry:
    case QKeychain::OtherError:
        break;
    }
    return Error{.kind = ErrorKind::Environment,
                 .message =
                     tr("The keychain cannot be used (%1): see that gnome-keyring or KWallet "
                        "is installed and running.")
                         .arg(job.errorString()),
                 .detail = job.errorString()};
}

//! Starts \a job; its outcome is what \a outcome makes of it, if \a context still lives by then.
template <typename T, typename JobType, typename Outcome>
QFuture<Result<T>> run(QObject &context, JobType *job, Outcome outcome)
{
    const auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    QObject::connect(job, &QKeychain::Job::finished, &context, [promise, job, outcome] {
        promise->addResult(outcome(*job));
        promise->finish();
    });
    job->start();
    return promise->future();
}

Result<void> outcomeOf(const QKeychain::Job &job)
{
    return job.error() == QKeychain::NoError ? Result<void>() : Failure(errorOf(job));
}

} // namespace

KeychainSecrets::KeychainSecrets(QString service, QObject *parent)
    : QObject(parent)
    , m_service(std::move(service))
{
}

// No job has a parent: the answer of the keychain comes to the job itself, even when nobody waits.

QFuture<Result<QString>> KeychainSecrets::read(const QString &name)
{
    auto *job = new QKeychain::ReadPasswordJob(m_service);
    job->setKey(name);
    return run<QString>(*this, job, [](const QKeychain::ReadPasswordJob &done) -> Result<QString> {
        if (const auto outcome = outcomeOf(done); !outcome)
            return Failure(outcome.error());
        return done.textData();
    });
}

QFuture<Result<void>> KeychainSecrets::write(const QString &name, const QString &value)
{
    auto *job = new QKeychain::WritePasswordJob(m_service);
    job->setKey(name);
    job->setTextData(value);
    return run<void>(*this, job, outcomeOf);
}

QFuture<Result<void>> KeychainSecrets::remove(const QString &name)
{
    auto *job = new QKeychain::DeletePasswordJob(m_service);
    job->setKey(name);
    return run<void>(*this, job, [](const QKeychain::Job &done) -> Result<void> {
        return done.error() == QKeychain::EntryNotFound ? Result<void>() : outcomeOf(done);
    });
}

} // namespace headgate
