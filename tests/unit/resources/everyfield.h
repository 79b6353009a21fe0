// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/resources/event.h"
#include "model/resources/job.h"
#include "model/resources/records.h"
#include "model/resources/savepoint.h"
#include "model/resources/sessioncluster.h"

#include <tuple>

//! Sets and compares every field of our documents, so that one which its describe() forgets is
//! noticed. A member added to a type does not compile here until it is added here too; then the
//! round trip fails until describe() has it.
namespace headgate::everyfield {

#define FIELDS(Type, ...)                                                                          \
    inline auto fieldsOf(Type &value)                                                              \
    {                                                                                              \
        auto &[__VA_ARGS__] = value;                                                               \
        return std::tie(__VA_ARGS__);                                                              \
    }

FIELDS(Metadata, a, b, c, d, e, f, g, h, i, j)
FIELDS(Artifact, a, b, c, d, e)
FIELDS(JobTemplate, a, b, c, d, e)
FIELDS(DeploymentSpec, a, b, c, d, e, f, g, h, i, j)
FIELDS(Condition, a, b, c, d, e, f)
FIELDS(RunningStatus, a, b, c)
FIELDS(DeploymentStatus, a, b)
FIELDS(Deployment, a, b, c, d)
FIELDS(JobSpec, a, b, c, d, e, f, g, h, i, j, k, l, m)
FIELDS(StartedStatus, a, b, c, d, e)
FIELDS(JobFailure, a, b, c, d)
FIELDS(JobStatus, a, b, c)
FIELDS(Submission, a, b, c, d, e, f, g, h, i, j, k)
FIELDS(CancelRequests, a, b)
FIELDS(Sighting, a, b)
FIELDS(CheckpointMark, a, b, c, d, e, f)
FIELDS(Ending, a, b, c, d, e, f, g, h, i)
FIELDS(RestartSpan, a, b, c)
FIELDS(JobObservations, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r)
FIELDS(Job, a, b, c, d, e, f, g)
FIELDS(SavepointSpec, a, b, c, d, e, f, g, h, i)
FIELDS(SavepointStatus, a, b, c)
FIELDS(SavepointOperation, a, b, c, d)
FIELDS(Savepoint, a, b, c, d)
FIELDS(ConnectionSettings, a, b, c, d, e, f, g, h)
FIELDS(SessionClusterSpec, a, b, c, d, e, f, g, h, i)
FIELDS(SessionClusterStatus, a, b, c)
FIELDS(ProcessRecord, a, b, c)
FIELDS(LocalProcesses, a, b, c, d)
FIELDS(SessionCluster, a, b, c, d, e, f)
FIELDS(Event, a, b, c, d, e, f, g, h, i, j)
FIELDS(StartOrder, a, b, c, d, e, f)
FIELDS(ChosenState, a, b, c, d, e)
FIELDS(DeploymentFailure, a, b, c, d, e, f)
FIELDS(Waiting, a, b)
FIELDS(DeploymentRecord, a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t)
FIELDS(PossibleOrphan, a, b, c, d, e, f, g, h)
#undef FIELDS

template <typename T>
concept HasFields = requires(T &value) { fieldsOf(value); };

//! Gives each field a value that it does not have by default, and that no other field has.
class Filler {
public:
    void fill(bool &value) { value = !value; }
    void fill(int &value) { value = ++m_count; }
    void fill(qint64 &value) { value = (qint64(1) << 40) + ++m_count; }
    void fill(QString &value) { value = QStringLiteral("text %1 “ä”\n").arg(++m_count); }
    void fill(Instant &value)
    {
        value = Instant(std::chrono::microseconds(1'700'000'000'000'001))
            + std::chrono::seconds(++m_count);
    }
    void fill(std::chrono::seconds &value) { value = std::chrono::seconds(1000 + ++m_count); }
    void fill(QMap<QString, QString> &value)
    {
        value.insert(QStringLiteral("some.key-%1").arg(++m_count), QStringLiteral("1.50"));
        value.insert(QStringLiteral("empty"), QString());
    }
    void fill(Json &) { } // what was read; nothing was
    template <typename E>
        requires std::is_enum_v<E>
    void fill(E &value)
    {
        const QMetaEnum meta = QMetaEnum::fromType<E>();
        const int last = meta.keyCount() - 1;
        value = E(meta.value(value == E(meta.value(last)) ? 0 : last));
    }
    template <typename T>
    void fill(std::optional<T> &value)
    {
        fill(value.emplace());
    }
    template <typename T>
    void fill(QList<T> &value)
    {
        for (int i = 0; i < 2; ++i) {
            T element{};
            fill(element);
            value.append(std::move(element));
        }
    }
    template <HasFields T>
    void fill(T &value)
    {
        std::apply([this](auto &...field) { (fill(field), ...); }, fieldsOf(value));
    }

private:
    int m_count = 0;
};

//! Empties each text, list, map and optional, whatever the default is.
template <typename T>
void clear(T &value)
{
    if constexpr (HasFields<T>)
        std::apply([](auto &...field) { (clear(field), ...); }, fieldsOf(value));
    else if constexpr (!std::is_same_v<T, Json>)
        value = T();
}

//! Equal in all but `source`.
template <typename T>
bool areSame(T &one, T &other)
{
    if constexpr (std::is_same_v<T, Json>) {
        return true;
    } else if constexpr (HasFields<T>) {
        return std::apply(
            [&other](auto &...left) {
                return std::apply([&](auto &...right) { return (areSame(left, right) && ...); },
                                  fieldsOf(other));
            },
            fieldsOf(one));
    } else {
        return one == other;
    }
}

template <HasFields T>
bool areSame(std::optional<T> &one, std::optional<T> &other)
{
    return one && other ? areSame(*one, *other) : one.has_value() == other.has_value();
}

} // namespace headgate::everyfield
