package cloud.maidan.portal.services.portal;

import cloud.maidan.portal.services.Category;
import cloud.maidan.portal.subject.Holding;
import cloud.maidan.portal.subject.PersonalRecords;
import cloud.maidan.portal.subject.PersonalTable;

/** One table of one module. */
record Shelf(PersonalRecords module, PersonalTable table) {

    String name() {
        return module.module() + "/" + table.name();
    }

    String file() {
        return "native/" + name() + ".ndjson";
    }

    Category category(Holding holding) {
        return new Category(
                table.name(),
                table.title(),
                null,
                holding.count(),
                holding.bytes(),
                holding.oldest(),
                holding.newest(),
                table.purpose(),
                table.basis(),
                table.retention(),
                table.visibleTo(),
                false,
                null);
    }
}
