// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/BreadcrumbBar.h"

using namespace Qt::Literals::StringLiterals;

namespace faultline {

BreadcrumbBar::BreadcrumbBar(QWidget* parent)
    : QLabel(parent)
{
    setTextFormat(Qt::RichText);
    setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    setWordWrap(true);
    setVisible(false);
    connect(this, &QLabel::linkActivated, this, [this](const QString& link) {
        Q_EMIT stepRequested(link.toInt());
    });
}

void BreadcrumbBar::showSteps(const QStringList& steps)
{
    QStringList links;
    for (qsizetype i = 0; i < steps.size(); ++i) {
        const QString name = steps.at(i).toHtmlEscaped();
        links
            << (i + 1 < steps.size() ? u"<a href=\"%1\">%2</a>"_s.arg(i).arg(name)
                                     : u"<b>%1</b>"_s.arg(name));
    }
    setText(links.join(u" › "_s));
    setAccessibleName(tr("Path: %1").arg(steps.join(u", "_s)));
    setVisible(steps.size() > 1);
}

} // namespace faultline
