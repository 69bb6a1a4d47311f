-- every node looks every two seconds whether somebody who is gone holds one of these
create index scheduled_tasks_picked on scheduled_tasks (picked_by) where picked;
