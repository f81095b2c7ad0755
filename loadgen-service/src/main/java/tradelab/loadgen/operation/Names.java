package tradelab.loadgen.operation;

import java.util.List;
import java.util.stream.Stream;
import tradelab.contracts.Require;

/** Which data and variables there are, and where. Immutable. */
record Names(Data data, List<String> variables) {

    /** All data and variables of a test. */
    static Names of(List<Operation> operations) {
        Data data = operations.isEmpty() ? Data.NONE : operations.getFirst().data();
        Stream<String> variables =
                operations.stream().flatMap(operation -> operation.step().extract().keySet().stream());
        return new Names(data, variables.distinct().toList());
    }

    int feed(String name) {
        return found("${feed:" + name + "}", data.feed(name), data.names());
    }

    int column(int feed, String column) {
        List<String> columns = data.feeds().get(feed).columns();
        return found("${feed:" + data.feeds().get(feed).name() + "." + column + "}", columns.indexOf(column), columns);
    }

    int key(String name) {
        return found("${key:" + name + "}", data.key(name), data.names());
    }

    int variable(String name) {
        return found("${var:" + name + "}", variables.indexOf(name), variables);
    }

    private static int found(String field, int index, List<String> known) {
        if (index < 0) {
            throw Require.refused(
                    field, "one of " + known, field.substring(field.indexOf(':') + 1, field.length() - 1));
        }
        return index;
    }
}
