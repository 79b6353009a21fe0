// SPDX-FileCopyrightText: 2026 The Headgate authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "views/tablepane.h"

#include "model/items/roles.h"
#include "views/celldelegate.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QVBoxLayout>

namespace headgate {

using namespace Qt::StringLiterals;

namespace {

//! A heading that has no room ends in dots; Qt 6.4 has the mode for that, and cuts it off.
class Headings : public QHeaderView {
public:
    explicit Headings(QWidget *parent)
        : QHeaderView(Qt::Horizontal, parent)
    {
        setSectionsClickable(true);
    }

protected:
    void initStyleOptionForIndex(QStyleOptionHeader *option, int section) const override
    {
        QHeaderView::initStyleOptionForIndex(option, section);
        const bool isMarked = isSortIndicatorShown() && sortIndicatorSection() == section;
        const int taken = 2 * style()->pixelMetric(QStyle::PM_HeaderMargin, nullptr, this)
            + (isMarked ? style()->pixelMetric(QStyle::PM_HeaderMarkSize, nullptr, this) : 0);
        option->text = option->fontMetrics.elidedText(option->text, Qt::ElideRight,
                                                      sectionSize(section) - taken);
    }
};

//! Single letters are the keys of actions: where one is not possible, it does not choose the row
//! that begins with it, for the next key would act there.
class Table : public QTableView {
public:
    using QTableView::QTableView;
    void keyboardSearch(const QString &) override { }
};

//! With its headings, which others hold on to.
QTableView *newTable(QWidget *parent)
{
    auto *table = new Table(parent);
    table->setHorizontalHeader(new Headings(table));
    return table;
}

} // namespace

TablePane::TablePane(const QString &name, QSortFilterProxyModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_table(newTable(this))
    , m_fit(new ColumnFit(*m_table))
    , m_hint(new QLabel(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_table);
    // Before what the table does about it: what changes the selection then is no person.
    const auto begin = [this] { m_areRowsChanging = true; };
    connect(&m_model, &QAbstractItemModel::rowsAboutToBeRemoved, this, begin);
    connect(&m_model, &QAbstractItemModel::rowsAboutToBeInserted, this, begin);
    buildTable(name);
    connectModel();
    connect(m_fit, &ColumnFit::arranged, this, &TablePane::arranged);
    connect(this, &TablePane::selectionChanged, this, &TablePane::arranged);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    m_hint->setAttribute(Qt::WA_TransparentForMouseEvents);
    showHintIfEmpty();
}

void TablePane::setHint(const QString &hint)
{
    m_hint->setText(hint);
    showHintIfEmpty();
}

void TablePane::sortBy(int column, Qt::SortOrder order)
{
    m_table->sortByColumn(column, order);
}

QStringList TablePane::selectedIds() const
{
    QList<int> rows;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows())
        rows.append(index.row());
    std::ranges::sort(rows);
    QStringList ids;
    for (const int row : std::as_const(rows))
        ids.append(m_model.index(row, 0).data(IdRole).toString());
    return ids;
}

void TablePane::choose(const QStringList &ids)
{
    m_table->clearSelection();
    m_chosen = ids;
    showChosen();
}

//! Selects what was chosen and is not selected, such as a row that a search had hidden.
void TablePane::showChosen()
{
    if (m_chosen.isEmpty())
        return;
    QItemSelectionModel &selection = *m_table->selectionModel();
    QItemSelection missing;
    for (int row = 0; row < m_model.rowCount(); ++row) {
        const QModelIndex index = m_model.index(row, 0);
        if (!selection.isSelected(index) && m_chosen.contains(index.data(IdRole).toString()))
            missing.select(index, index);
    }
    if (missing.isEmpty())
        return;
    const QModelIndex first = missing.indexes().first();
    const QStringList chosen = m_chosen;
    const bool isAlone = !selection.hasSelection();
    if (isAlone)
        selection.setCurrentIndex(first, QItemSelectionModel::NoUpdate);
    selection.select(missing, QItemSelectionModel::Select | QItemSelectionModel::Rows);
    m_chosen = chosen; // some may still be hidden
    if (isAlone)
        m_table->scrollTo(first);
}

//! What a search hides stays chosen; what a person deselects does not.
void TablePane::followSelection()
{
    if (!m_areRowsChanging)
        m_chosen = selectedIds();
    Q_EMIT selectionChanged();
}

void TablePane::save(QSettings &settings) const
{
    m_fit->save(settings, settingsKey());
    settings.setValue("selected/"_L1 + settingsKey(), m_chosen);
}

void TablePane::restore(const QSettings &settings)
{
    m_fit->restore(settings, settingsKey());
    choose(settings.value("selected/"_L1 + settingsKey()).toStringList());
}

void TablePane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const int margin = fontMetrics().height();
    const int header = m_table->horizontalHeader()->height();
    m_hint->setGeometry(rect().adjusted(margin, header, -margin, 0));
}

void TablePane::buildTable(const QString &name)
{
    m_table->setAccessibleName(name);
    m_table->setModel(&m_model);
    m_table->setItemDelegate(new CellDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setSortingEnabled(true);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setMinimumSectionSize(1);
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() * 3 / 2);
    buildCopying();
    QHeaderView &header = *m_table->horizontalHeader();
    header.setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    header.setHighlightSections(false);
    header.setSectionsMovable(true);
}

//! What a cell has no room for can at least be taken elsewhere.
void TablePane::buildCopying()
{
    auto *copying = new QAction(tr("Copy Cell"), m_table);
    copying->setShortcut(QKeySequence::Copy);
    copying->setShortcutContext(Qt::WidgetShortcut);
    copying->setStatusTip(tr("Copy the whole text of the cell."));
    connect(copying, &QAction::triggered, this, [this] {
        if (const QModelIndex cell = m_table->currentIndex(); cell.isValid())
            QGuiApplication::clipboard()->setText(cell.data().toString());
    });
    m_table->addAction(copying);
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
}

void TablePane::connectModel()
{
    const auto end = [this] { m_areRowsChanging = false; };
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, end);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, end);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, &TablePane::showChosen);
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, &TablePane::showHintIfEmpty);
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, &TablePane::showHintIfEmpty);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &TablePane::followSelection);
    connect(m_table, &QAbstractItemView::activated, this,
            [this](const QModelIndex &index) { Q_EMIT opened(index.data(IdRole).toString()); });
}

void TablePane::showHintIfEmpty()
{
    m_hint->setVisible(m_model.rowCount() == 0 && !m_hint->text().isEmpty());
}

QString TablePane::settingsKey() const
{
    return m_place + m_table->accessibleName() + u'/'
        + QLatin1StringView(m_model.sourceModel()->metaObject()->className());
}

} // namespace headgate
