// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/navigation.h"

#include "model/items/marks.h"
#include "views/celldelegate.h"
#include "views/icons.h"

#include <QPainter>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

constexpr int PlaceRole = Qt::UserRole + 100;

//! Puts a count at the right end; its sentence is the item's accessible description.
class CountDelegate : public CellDelegate {
public:
    using CellDelegate::CellDelegate;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override
    {
        QStyleOptionViewItem whole = option;
        whole.rect = {}; // else the name would be that which is cut
        const QSize size = CellDelegate::sizeHint(whole, index);
        return {size.width() + roomForCount(option, index.data(NoteRole).toString()),
                option.fontMetrics.height() * 3 / 2};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        CellDelegate::paint(painter, option, index);
        const QString count = index.data(NoteRole).toString();
        if (count.isEmpty())
            return;
        const bool isSelected = option.state.testFlag(QStyle::State_Selected);
        painter->save();
        painter->setPen(
            option.palette.color(isSelected ? QPalette::HighlightedText : QPalette::Text));
        painter->setFont(bold(option.font));
        painter->drawText(option.rect.adjusted(0, 0, -marginOf(option), 0),
                          Qt::AlignRight | Qt::AlignVCenter, count);
        painter->restore();
    }

protected:
    //! The name ends before the count.
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        CellDelegate::initStyleOption(option, index);
        const QString count = index.data(NoteRole).toString();
        if (count.isEmpty() || option->rect.isEmpty())
            return;
        const int room = option->rect.width() - option->decorationSize.width()
            - roomForCount(*option, count) - 2 * marginOf(*option);
        option->text = option->fontMetrics.elidedText(option->text, Qt::ElideRight, room);
    }

private:
    static int marginOf(const QStyleOptionViewItem &option)
    {
        return option.fontMetrics.averageCharWidth();
    }

    static int roomForCount(const QStyleOptionViewItem &option, const QString &count)
    {
        return count.isEmpty()
            ? 0
            : QFontMetrics(bold(option.font)).horizontalAdvance(count) + 2 * marginOf(option);
    }

    static QFont bold(QFont font)
    {
        font.setBold(true);
        return font;
    }
};

} // namespace

Navigation::Navigation(Desk &desk, QWidget *parent)
    : QTreeView(parent)
    , m_desk(desk)
{
    setAccessibleName(tr("Navigation"));
    setHeaderHidden(true);
    setEditTriggers(NoEditTriggers);
    setFrameShape(QFrame::NoFrame);
    setRootIsDecorated(false);
    setItemsExpandable(false);
    setIndentation(fontMetrics().height());
    setIconSize(QSize(fontMetrics().height(), fontMetrics().height()));
    setModel(&m_items);
    setItemDelegate(new CountDelegate(this));
    QStandardItem *root = m_items.invisibleRootItem();
    QStandardItem *deployments =
        addPlace(root, tr("Deployments"), Place::Deployments, u"deployments"_s);
    m_attention = addPlace(deployments, tr("Attention"), Place::Attention, {});
    m_changing = addPlace(deployments, tr("Changing"), Place::Changing, {});
    m_attention->setData(int(Mark::Warning), MarkRole);
    m_changing->setData(int(Mark::Changing), MarkRole);
    m_clusters = addPlace(root, tr("Session Clusters"), Place::SessionClusters, u"cluster"_s);
    addPlace(root, tr("Savepoints"), Place::Savepoints, u"savepoint"_s);
    addPlace(root, tr("Events"), Place::Events, u"events"_s);
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &current) {
                Q_EMIT placeChanged(Place(current.data(PlaceRole).toInt()),
                                    current.data(IdRole).toString());
            });
    connect(&m_desk, &Desk::applied, this, &Navigation::refresh);
    refresh();
    expandAll();
}

void Navigation::go(Place place)
{
    const QModelIndexList found = m_items.match(m_items.index(0, 0), PlaceRole, int(place), 1,
                                                Qt::MatchExactly | Qt::MatchRecursive);
    if (!found.isEmpty())
        setCurrentIndex(found.first());
}

Place Navigation::place() const
{
    return Place(currentIndex().data(PlaceRole).toInt());
}

QSize Navigation::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 26, QTreeView::sizeHint().height()};
}

QStandardItem *Navigation::addPlace(QStandardItem *parent, const QString &name, Place place,
                                    const QString &icon)
{
    auto *item = new QStandardItem(name);
    item->setData(int(place), PlaceRole);
    if (!icon.isEmpty())
        item->setIcon(themedIcon(icon));
    parent->appendRow(item);
    return item;
}

void Navigation::refresh()
{
    const DeskCounts counts = m_desk.counts();
    setCount(*m_attention, counts.needAttention,
             tr("%n deployments need attention.", nullptr, counts.needAttention));
    setCount(*m_changing, counts.changing,
             tr("%n deployments are changing.", nullptr, counts.changing));
    setCount(*m_clusters, counts.clustersNeedAttention,
             tr("%n session clusters need attention.", nullptr, counts.clustersNeedAttention));
    refreshClusters();
}

void Navigation::refreshClusters()
{
    const SessionClustersModel &clusters = m_desk.sessionClusters();
    for (int row = m_clusters->rowCount() - 1; row >= 0; --row) {
        if (!clusters.find(m_clusters->child(row)->data(IdRole).toString()))
            m_clusters->removeRow(row);
    }
    bool isAnyNamedAnew = false;
    for (const SessionClusterReport &report : clusters.values()) {
        const QString id = report.cluster.metadata.id;
        const QModelIndexList found = m_items.match(m_items.index(0, 0), IdRole, id, 1,
                                                    Qt::MatchExactly | Qt::MatchRecursive);
        QStandardItem *item = found.isEmpty() ? nullptr : m_items.itemFromIndex(found.first());
        if (!item) {
            item = addPlace(m_clusters, {}, Place::SessionClusters, {});
            item->setData(id, IdRole);
            expand(m_clusters->index());
        }
        const QString title = titleOf(report.cluster.metadata);
        isAnyNamedAnew = isAnyNamedAnew || item->text() != title;
        item->setText(title);
        item->setData(int(markOf(report)), MarkRole);
        item->setData(stateText(report), Qt::AccessibleDescriptionRole);
    }
    if (isAnyNamedAnew) // all are painted anew by it
        m_clusters->sortChildren(0);
}

void Navigation::setCount(QStandardItem &item, int count, const QString &sentence)
{
    item.setData(count > 0 ? QString::number(count) : QString(), NoteRole);
    item.setData(sentence, Qt::AccessibleDescriptionRole);
}

} // namespace headgate
