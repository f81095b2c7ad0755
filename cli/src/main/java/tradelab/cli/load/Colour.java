package tradelab.cli.load;

/** What stands out on a terminal. Nothing is said by a colour alone. */
enum Colour {
    RED(31),
    GREEN(32),
    YELLOW(33);

    private final int code;

    Colour(int code) {
        this.code = code;
    }

    /** Returns {@code text} in this colour if {@code so} and the terminal shows colours. */
    String when(boolean so, Terminal terminal, String text) {
        return so && terminal.isColoured() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
