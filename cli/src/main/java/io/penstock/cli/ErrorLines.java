// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli;

import io.penstock.broker.BrokerStartException;
import io.penstock.cli.pipeline.PipelineException;
import io.penstock.cli.reclassify.OtherQuestionException;
import io.penstock.engine.policy.document.PolicyErrors;
import io.penstock.engine.policy.document.export.ExportException;
import io.penstock.ingest.capture.BadCaptureException;
import io.penstock.ingest.publish.PublishException;
import io.penstock.ingest.rows.BadInputsException;
import io.penstock.schemas.PartitionMismatchException;
import io.penstock.schemas.SchemaRegistryException;
import io.penstock.schemas.TopicCatalogueException;
import io.penstock.stream.control.ControlWriteException;
import io.penstock.worker.WorkerException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordDeserializationException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever ends a command early into lines on standard error and an exit code. A stack trace only with {@code --debug}. */
final class ErrorLines implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final Terminal terminal;
    private final PenstockCommand command;

    ErrorLines(Terminal terminal, PenstockCommand command) {
        this.terminal = terminal;
        this.command = command;
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        CommandLine where = wrong.getCommandLine();
        String text = firstLine(wrong.getMessage());
        List<String> near =
                wrong instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        String meant = near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
        String name = where.getCommandSpec().qualifiedName();
        terminal.say(text + meant + " ('" + name + " --help' shows how)");
        return ExitCode.BAD_INPUT;
    }

    @Override
    public int handleExecutionException(Exception ended, CommandLine where, ParseResult parsed) {
        CommandFailure failure = failure(ended);
        terminal.out().flush();
        failure.lines().forEach(terminal::say);
        if (command.isDebug()) {
            ended.printStackTrace(terminal.err());
        }
        return failure.exitCode();
    }

    private CommandFailure failure(Exception ended) {
        return switch (ended) {
            case CommandFailure failure -> failure;
            case Exception any
            when SchemaRegistryException.causeOf(any) != null && !(any instanceof WorkerException) ->
                CommandFailure.outside(registry(any), any);
            case BadInputsException inputs -> CommandFailure.badInput(inputs.lines());
            case BadCaptureException capture -> CommandFailure.badInput(firstLine(capture.getMessage()));
            case PolicyErrors policy ->
                CommandFailure.badInput(policy.getMessage().lines().toList());
            case ExportException export -> CommandFailure.badInput(firstLine(export.getMessage()));
            case BrokerStartException broker -> CommandFailure.outside(firstLine(broker.getMessage()), broker);
            case PartitionMismatchException topics -> CommandFailure.outside(firstLine(topics.getMessage()), topics);
            case TopicCatalogueException topics -> CommandFailure.outside(firstLine(topics.getMessage()), topics);
            case ControlWriteException control -> CommandFailure.outside(firstLine(control.getMessage()), control);
            case OtherQuestionException folder -> CommandFailure.badInput(firstLine(folder.getMessage()));
            case PipelineException part -> CommandFailure.outside(firstLine(part.getMessage()), part);
            case WorkerException worker -> CommandFailure.outside(firstLine(worker.getMessage()), worker);
            case PublishException publish -> published(publish);
            case KafkaException kafka -> CommandFailure.outside("Kafka failed: " + cause(kafka), kafka);
            case IOException io -> CommandFailure.outside(ioText(io), io);
            default -> CommandFailure.outside("failed unexpectedly: " + cause(ended) + hint(), ended);
        };
    }

    /** What a reader of topics says then is where it stopped; why is for the registry to say. */
    private static String registry(Exception ended) {
        String text = firstLine(SchemaRegistryException.causeOf(ended).getMessage());
        for (Throwable cause = ended; cause != null; cause = cause.getCause()) {
            if (cause instanceof RecordDeserializationException record) {
                return "partition " + record.topicPartition().partition() + ", offset " + record.offset() + " of "
                        + text;
            }
        }
        return text;
    }

    private static CommandFailure published(PublishException publish) {
        return publish.kind() == PublishException.Kind.BAD_PROPERTIES
                ? CommandFailure.badInput(firstLine(publish.getMessage()))
                : CommandFailure.outside(firstLine(publish.getMessage()), publish);
    }

    private String hint() {
        return command.isDebug() ? "" : " (--debug shows where)";
    }

    /** A file system's exception often says no more than the path. */
    static String ioText(IOException io) {
        return switch (io) {
            case NoSuchFileException missing -> missing.getFile() + ": no such file or directory";
            case java.nio.file.AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case FileSystemException file when file.getReason() != null -> file.getFile() + ": " + file.getReason();
            default -> cause(io);
        };
    }

    private static String cause(Throwable thrown) {
        String text = thrown.getMessage() == null ? thrown.getClass().getSimpleName() : firstLine(thrown.getMessage());
        Throwable inner = thrown.getCause();
        if (inner == null || inner.getMessage() == null || text.contains(firstLine(inner.getMessage()))) {
            return text;
        }
        return text + ": " + firstLine(inner.getMessage());
    }

    private static String firstLine(String text) {
        return text == null ? "" : text.lines().findFirst().orElse("");
    }
}
