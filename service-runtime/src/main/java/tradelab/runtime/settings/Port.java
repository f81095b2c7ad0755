package tradelab.runtime.settings;

/**
 * A TCP port.
 *
 * @param number 0 (any free one) to 65535
 */
public record Port(int number) {
    public Port {
        if (number < 0 || number > 65_535) {
            throw new IllegalArgumentException("expected a port from 0 to 65535");
        }
    }

    /** @throws IllegalArgumentException for anything but a port number */
    public static Port of(String text) {
        try {
            return new Port(Integer.parseInt(text.strip()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("expected a port from 0 to 65535", e);
        }
    }

    @Override
    public String toString() {
        return Integer.toString(number);
    }
}
