package tradelab.runtime.settings;

/** What the settings of every service have. */
public interface HasManagement {
    ManagementSettings management();
}
