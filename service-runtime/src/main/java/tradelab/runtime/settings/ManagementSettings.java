package tradelab.runtime.settings;

import io.smallrye.config.WithDefault;

/** Where metrics and health are served. */
public interface ManagementSettings {
    @WithDefault("127.0.0.1")
    String host();

    Port port();
}
