package tradelab.report;

import io.smallrye.config.ConfigMapping;
import tradelab.runtime.settings.HasManagement;
import tradelab.runtime.settings.HttpSettings;
import tradelab.runtime.settings.PostgresSettings;

/** Settings of the report service, under {@code report}. */
@ConfigMapping(prefix = "report")
public interface ReportSettings extends HasManagement {
    HttpSettings http();

    /** Where the history is. */
    PostgresSettings postgres();
}
