package cloud.maidan.portal.requests;

import cloud.maidan.portal.archive.Archives.Packaging;
import cloud.maidan.portal.requests.Schedule.Outcome;
import cloud.maidan.portal.work.StepOutcome;
import cloud.maidan.portal.work.StepRun;
import cloud.maidan.portal.work.StepTask;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Begins one of a member's regular exports; while another one is being made it is left out, so that none pile up. */
@Component
class ScheduledExportTask implements StepTask {

    static final String KIND = "requests.scheduled";

    private final Schedules schedules;
    private final ServiceChoices choices;
    private final Passphrases passphrases;
    private final ExportDesk desk;

    ScheduledExportTask(Schedules schedules, ServiceChoices choices, Passphrases passphrases, ExportDesk desk) {
        this.schedules = schedules;
        this.choices = choices;
        this.passphrases = passphrases;
        this.desk = desk;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean ownRequest() {
        return true;
    }

    @Override
    public StepOutcome run(StepRun run) {
        Optional<Schedule> schedule = schedules.find(run.about());
        if (schedule.isPresent()) {
            Instant due = Instant.parse(run.part());
            run.effect(() -> schedules.note(run.about(), due, begin(schedule.get(), run.part())));
        }
        return new StepOutcome.Done();
    }

    private Outcome begin(Schedule schedule, String due) {
        List<ExportedService.Chosen> chosen = choices.chosen(schedule.member(), schedule.services()).stream()
                .map(ServiceChoice::asked)
                .toList();
        if (chosen.isEmpty()) {
            return Outcome.NOTHING_CHOSEN;
        }
        Packaging packaging = new Packaging(
                schedule.form(), schedule.pieceBytes(), passphrases.fromSchedule(schedule.passphrase(), schedule.id()));
        UUID token = UUID.nameUUIDFromBytes((schedule.id() + "/" + due).getBytes(StandardCharsets.UTF_8));
        return switch (desk.askRegularly(schedule.member(), chosen, token, packaging)) {
            case ExportDesk.Asked.Started started -> Outcome.BEGUN;
            case ExportDesk.Asked.Already already -> Outcome.BEGUN;
            case ExportDesk.Asked.Busy busy -> Outcome.STILL_RUNNING;
        };
    }
}
