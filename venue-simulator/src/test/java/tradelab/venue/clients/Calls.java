package tradelab.venue.clients;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes a client's calls one after the other and writes down what came of each. */
final class Calls {
    /** A call that answers. */
    interface Call<T> {
        T run() throws Exception;
    }

    private final List<String> passed = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();

    /** Passes if the call answers and the answer is as expected. Returns the answer, or null. */
    <T> @Nullable T call(String name, Call<T> call, Predicate<T> expected) {
        try {
            T answer = call.run();
            if (expected.test(answer)) {
                passed.add(name);
            } else {
                failed.add(name + ": unexpected answer " + answer);
            }
            return answer;
        } catch (Exception | LinkageError e) {
            failed.add(name + ": " + e);
            return null;
        }
    }

    /** Passes if the call answers and the answer is as expected. */
    <T> void check(String name, Call<T> call, Predicate<T> expected) {
        T _ = call(name, call, expected);
    }

    /** Passes if the call is refused with a text that contains {@code text}. */
    void refused(String name, Call<?> call, String text) {
        try {
            failed.add(name + ": was not refused, answered " + call.run());
        } catch (Exception e) {
            if (String.valueOf(e).contains(text)) {
                passed.add(name);
            } else {
                failed.add(name + ": refused otherwise: " + e);
            }
        }
    }

    List<String> passed() {
        return passed;
    }

    List<String> failed() {
        return failed;
    }
}
