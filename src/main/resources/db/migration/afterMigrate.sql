-- What each role of the portal's processes may do with each table, settled anew after every migration by the owner.
-- A database without these roles, where every process is the owner, stays as it is. A table that is not named here is
-- nobody's but the owner's, and a name without a table is passed over. 'all' stands for select, insert, update, delete;
-- an empty text for nothing.
do $$
declare
    everything constant text := 'select, insert, update, delete';
    process text;
    allowed record;
begin
    perform pg_advisory_xact_lock(hashtext('portal grants'));
    foreach process in array array['portal_web', 'portal_worker', 'portal_operator'] loop
        continue when not exists (select from pg_roles where rolname = process);
        execute format('revoke all on all tables in schema public from %I', process);
        execute format('revoke all on all sequences in schema public from %I', process);
        execute format('grant usage on schema public to %I', process);
        if process = 'portal_operator' then
            execute format('grant usage on sequence audit_record_id to %I', process);
        else
            execute format('grant usage on all sequences in schema public to %I', process);
        end if;
        for allowed in
            select name, replace(case process when 'portal_web' then web when 'portal_worker' then worker else operator end,
                'all', everything) as privileges
            from (values
                -- table, web, worker, operator
                ('archive', 'all', 'all', ''),
                ('archive_download', 'all', 'all', ''),
                ('archive_part', 'all', 'all', ''),
                ('archive_piece', 'all', 'all', ''),
                ('archive_section', 'all', 'all', ''),
                ('audit_batch', 'select', 'select, insert', ''),
                ('audit_member_key', 'select, insert', 'select, insert, delete', ''),
                ('audit_record', 'select, insert', 'select, insert', 'insert'),
                ('authentik_copied', 'all', 'all', ''),
                ('authentik_reading', 'all', 'all', ''),
                ('connection_author', 'all', 'all', ''),
                ('connection_check', 'all', 'all', ''),
                ('connection_secret', 'all', 'all', ''),
                ('connection_typed', 'all', 'all', ''),
                ('corrected_service', 'all', 'all', ''),
                ('data_subject_request', 'all', 'all', ''),
                ('erasure', 'all', 'all', ''),
                ('erasure_hold', 'all', 'all', ''),
                ('erasure_ledger', 'all', 'all', ''),
                ('erasure_receipt', 'all', 'all', ''),
                ('erasure_service', 'all', 'all', ''),
                ('export_request', 'all', 'all', ''),
                ('export_schedule', 'all', 'all', ''),
                ('exported_service', 'all', 'all', ''),
                ('federation_check', 'all', 'all', ''),
                ('federation_denied', 'all', 'all', ''),
                ('federation_drift', 'all', 'all', ''),
                ('federation_policy', 'all', 'all', ''),
                ('federation_server', 'all', 'all', ''),
                ('federation_taken', 'all', 'all', ''),
                ('hardening_container', 'select', '', 'all'),
                ('hardening_image', 'select', '', 'all'),
                ('hardening_look', 'select, insert (asked_at), update (asked_at)', '', 'select, insert, update'),
                ('image_lock', 'select', '', 'select, insert, update'),
                ('key_line', 'select, insert, update', 'select, insert, update', 'select'),
                ('legal_hold', 'all', 'all', ''),
                ('letter', 'all', 'all', ''),
                ('logout_token', 'all', 'all', ''),
                ('member', 'all', 'all', ''),
                ('member_look', 'all', 'all', ''),
                ('member_restriction', 'all', 'all', ''),
                ('member_session', 'all', 'all', ''),
                ('orphan', 'all', 'all', ''),
                ('orphan_round', 'all', 'all', ''),
                ('orphan_search', 'all', 'all', ''),
                ('request_correction', 'all', 'all', ''),
                ('request_note', 'all', 'all', ''),
                ('retention_confirmation', 'all', 'all', ''),
                ('retention_item', 'all', 'all', ''),
                ('retention_line', 'all', 'all', ''),
                ('retention_look', 'all', 'all', ''),
                ('retention_plan', 'all', 'all', ''),
                ('retention_rule', 'all', 'all', ''),
                ('scheduled_tasks', 'select, insert, update', 'all', ''),
                ('service_answer', 'all', 'all', ''),
                ('service_claim', 'all', 'all', ''),
                ('service_container', 'select', '', 'all'),
                ('service_link', 'all', 'all', ''),
                ('service_log', 'select, insert (container, asked_at), update (asked_at)', '', 'select, update, delete'),
                ('service_overlay', 'select', 'select', 'select, insert, update'),
                ('service_plan', 'select, insert (id, service, deed, blueprint_hash, settings, asked_at), '
                    'update (confirmed_digest, confirmed_at, dropped_at)', 'select (service, deed, outcome, ended_at)',
                    'select, update'),
                ('service_plan_step', 'select', '', 'select, insert, update'),
                ('service_proposal', 'all', 'all', ''),
                ('service_request', 'select', 'select, insert (id, asked_for, service, kind, subject, setting, value, asked_at)',
                    'select, update'),
                ('service_usage', 'select', '', 'select, insert, delete'),
                ('settings_change', 'all', 'all', ''),
                ('settings_item', 'all', 'all', ''),
                ('spring_session', 'all', 'all', ''),
                ('spring_session_attributes', 'all', 'all', ''),
                ('work_step', 'all', 'all', '')
            ) as declared (name, web, worker, operator)
        loop
            continue when allowed.privileges = '' or to_regclass('public.' || allowed.name) is null;
            execute format('grant %s on public.%I to %I', allowed.privileges, allowed.name, process);
        end loop;
    end loop;
end
$$;
